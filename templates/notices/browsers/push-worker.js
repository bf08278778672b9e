/* Shows what the portal sends, also while no page of it is open. It keeps nothing and fetches nothing. */
"use strict";

const UNREAD = {title: "Concord", body: "{% translate 'Something is in your inbox.' as unread %}{{ unread|escapejs }}", url: "/", tag: "concord"};

function read(event) {
  try {
    return Object.assign({}, UNREAD, event.data.json());
  } catch {
    return UNREAD;
  }
}

/* Only pages of the portal itself are ever opened. */
function address(url) {
  const wanted = new URL(url, self.location.origin);
  return wanted.origin === self.location.origin ? wanted.href : self.location.origin + "/";
}

self.addEventListener("install", function () {
  self.skipWaiting();
});

self.addEventListener("push", function (event) {
  const told = read(event);
  event.waitUntil(self.registration.showNotification(told.title, {
    body: told.body,
    tag: told.tag,
    renotify: true,
    requireInteraction: told.pressing === true,
    data: {url: address(told.url)},
  }));
});

self.addEventListener("notificationclick", function (event) {
  const url = event.notification.data.url;
  event.notification.close();
  event.waitUntil(self.clients.matchAll({type: "window", includeUncontrolled: true}).then(function (open) {
    const there = open.find(function (client) {
      return client.url === url;
    });
    return there ? there.focus() : self.clients.openWindow(url);
  }));
});
