"""A passkey is made and then used instead of the password; the key is the browser's virtual one."""

from playwright.sync_api import expect

from tests.browser.people import People, confirm_identity, sign_in

WHO = "liaison@dione.example"


def test_a_passkey_is_added_and_signs_in(people: People) -> None:
    page = people.stranger()
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    sign_in(page, WHO)
    page.goto("/account/2fa/webauthn/add/")
    confirm_identity(page)
    page.get_by_label("Name").fill("Laptop")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url(lambda address: "/webauthn/add/" not in address)

    page.locator("details.c-menu--account summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/account/login/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.locator(".c-top__committee")).to_contain_text("Frontier")
