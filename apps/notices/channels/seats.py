"""Who of an act's readers gets it over a channel that people choose, when, and how: set-based, in the database."""

# Of the notices of some acts: what is urgent goes at once; the rest as its reader chose for this kind of subject, else
# for all others, else at once; quiet hours, in the reader's own zone, hold back what may wait.
# Parameters: channel, channel, the machines' time, acts.
WANTED = """
chosen AS (
  SELECT n.committee_id, n.id AS notice_id, n.seat_id, n.act_id, n.urgent,
    CASE WHEN n.urgent THEN 'at_once' ELSE coalesce(own.mode, other.mode, 'at_once') END AS mode,
    q.starts, q.ends, coalesce(q.digest_hour, 8) AS digest_hour, u.zone, clock.at, clock.at AT TIME ZONE u.zone AS there
  FROM notices_notice n
  JOIN committees_seat s ON s.committee_id = n.committee_id AND s.id = n.seat_id
  JOIN accounts_user u ON u.id = s.person_id AND u.is_active
  LEFT JOIN notices_noticepreference own
    ON own.committee_id = n.committee_id AND own.seat_id = n.seat_id AND own.channel = %s
    AND own.subject_kind = n.subject_kind
  LEFT JOIN notices_noticepreference other
    ON other.committee_id = n.committee_id AND other.seat_id = n.seat_id AND other.channel = %s
    AND other.subject_kind = ''
  LEFT JOIN notices_quiethours q ON q.committee_id = n.committee_id AND q.seat_id = n.seat_id
  CROSS JOIN (SELECT %s::timestamptz AS at) AS clock
  WHERE n.act_id = ANY(%s)
), wanted AS (
  SELECT *,
    CASE
      WHEN urgent OR starts IS NULL THEN at
      WHEN starts < ends AND there::time >= starts AND there::time < ends THEN (there::date + ends) AT TIME ZONE zone
      WHEN starts > ends AND there::time >= starts THEN (there::date + 1 + ends) AT TIME ZONE zone
      WHEN starts > ends AND there::time < ends THEN (there::date + ends) AT TIME ZONE zone
      ELSE at
    END AS due,
    (there::date + CASE WHEN there::time < make_time(digest_hour, 0, 0) THEN 0 ELSE 1 END
      + make_time(digest_hour, 0, 0)) AT TIME ZONE zone AS digest_due
  FROM chosen
)
"""
