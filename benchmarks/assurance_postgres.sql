-- Five criteria in plain SQL. Each gives the checks; the last part makes states of them.

-- name: working days
CREATE TABLE working_days AS
SELECT day::date AS day,
       count(*) FILTER (WHERE extract(isodow FROM day) < 6 AND off.day IS NULL)
           OVER (ORDER BY day)::int AS number
FROM generate_series(date '2015-01-01', date '2028-12-31', interval '1 day') AS day
LEFT JOIN (SELECT day AS day FROM days_off) AS off USING (day);
CREATE TABLE days_on AS
SELECT number, min(day) AS day FROM working_days WHERE number > 0 GROUP BY number;

-- name: A01
WITH first AS (
    SELECT case_id, min(allocated_at)::date AS done_on
    FROM allocations WHERE officer_id IS NOT NULL GROUP BY case_id
), started AS (
    SELECT case_id, started_on, done_on, (
        SELECT tier FROM tiers
        WHERE tiers.case_id = cases.case_id AND set_at IS NOT NULL
        ORDER BY set_at::date > started_on,
                 CASE WHEN set_at::date > started_on THEN set_at::date END,
                 set_at DESC, tier_id DESC
        LIMIT 1
    ) AS tier
    FROM cases LEFT JOIN first USING (case_id)
    WHERE started_on <= %(today)s AND started_on + 90 >= %(today)s
), timed AS (
    SELECT started.*, due.day AS due_on
    FROM started
    JOIN working_days AS start ON start.day = started_on
    JOIN days_on AS due ON due.number = start.number + CASE WHEN tier = '4' THEN 1 ELSE 3 END
), checks AS (
    SELECT case_id, due_on, done_on, coalesce(done_on <= due_on, false) AS good, coalesce((
        SELECT coalesce(until_on, 'infinity') FROM excuses
        WHERE excuses.case_id = timed.case_id AND reason IN ('custody', 'court error')
          AND coalesce(from_on, '-infinity') <= due_on
          AND coalesce(until_on, 'infinity') >= started_on
        ORDER BY excuse_id LIMIT 1
    ) >= %(today)s, false) AS excused
    FROM timed
)

-- name: A14
WITH signed AS (
    SELECT DISTINCT ON (case_id) case_id, signed_at
    FROM assessments WHERE signed_at::date <= %(today)s
    ORDER BY case_id, signed_at DESC, assessment_id DESC
), views AS (
    SELECT case_id, bool_or(NOT coalesce(declined, false)) AS given, bool_or(declined) AS declined
    FROM self_assessments JOIN signed USING (case_id)
    WHERE given_at < signed_at GROUP BY case_id
), answers AS (
    SELECT case_id, count(DISTINCT topic) AS topics
    FROM diversity_answers JOIN signed USING (case_id)
    WHERE answered_at < signed_at GROUP BY case_id
), checks AS (
    SELECT case_id, signed_at::date AS due_on, signed_at::date AS done_on,
           coalesce(topics = %(topics)s AND given, false) AS good,
           coalesce(topics = %(topics)s AND declined, false) AS excused
    FROM signed LEFT JOIN views USING (case_id) LEFT JOIN answers USING (case_id)
)

-- name: D03
WITH held AS (
    SELECT * FROM referrals
    WHERE closed_on IS NULL OR closed_on + interval '6 months' >= %(today)s
), assessed AS (
    SELECT case_id, sent_at::date AS start, due.day AS due_on, assessed_at::date AS done_on
    FROM held
    JOIN working_days AS start ON start.day = sent_at::date
    JOIN days_on AS due ON due.number = start.number + 10
    WHERE sent_at::date BETWEEN '2021-06-26' AND %(today)s
), checks AS (
    SELECT case_id, due_on, done_on, coalesce(done_on <= due_on, false) AS good, coalesce((
        SELECT coalesce(until_on, 'infinity') FROM excuses
        WHERE excuses.case_id = assessed.case_id AND reason = 'person missed it'
          AND coalesce(from_on, '-infinity') <= due_on
          AND coalesce(until_on, 'infinity') >= assessed.start
        ORDER BY excuse_id LIMIT 1
    ) >= %(today)s, false) AS excused
    FROM assessed
    UNION ALL
    SELECT case_id, due.day, plan_at::date, coalesce(plan_at::date <= due.day, false), false
    FROM held
    JOIN working_days AS start ON start.day = assessed_at::date
    JOIN days_on AS due ON due.number = start.number + 5
    WHERE assessed_at::date BETWEEN '2021-06-26' AND %(today)s
)

-- name: D06
WITH planned AS (
    SELECT contact_id, case_id, officer_id, planned_at::date AS planned_on,
           due.day AS due_on, most.day AS most_on,
           CASE WHEN outcome IS NOT NULL THEN outcome_recorded_at::date END AS entered_on
    FROM contacts
    JOIN working_days AS start ON start.day = planned_at::date
    JOIN days_on AS due ON due.number = start.number + 1
    JOIN days_on AS most ON most.number = start.number + 5
    WHERE type IN ('appointment', 'home visit')
      AND planned_at >= %(today)s::date - 90 AND planned_at < %(today)s::date + 1
), late AS (
    SELECT planned.*, unit_id,
           coalesce(entered_on > most_on, true) AND most_on < %(today)s AS left_blank
    FROM planned JOIN cases USING (case_id)
    WHERE NOT coalesce(entered_on <= due_on, false)
), checks AS (
    SELECT case_id, due_on, entered_on AS done_on, true AS good, false AS excused
    FROM planned WHERE entered_on <= due_on
    UNION ALL
    SELECT case_id, due_on, CASE WHEN left_blank THEN planned_on ELSE entered_on END, false,
           coalesce((
        SELECT NOT left_blank OR coalesce(until_on, 'infinity') >= %(today)s FROM excuses
        WHERE reason = 'system outage'
          AND (excuses.case_id = late.case_id OR staff_id = officer_id
               OR excuses.unit_id = late.unit_id)
          AND coalesce(from_on, '-infinity') <= due_on
          AND coalesce(until_on, 'infinity') >= planned_on
        ORDER BY excuses.case_id IS NULL, staff_id IS NULL, excuse_id LIMIT 1
    ), false)
    FROM late
)

-- name: R05
WITH live AS (
    SELECT *, raised_at::date AS raised_on FROM flags
    WHERE raised_at::date <= %(today)s AND (ended_on IS NULL OR ended_on > %(today)s)
), checks AS (
    SELECT case_id, raised_on AS due_on, raised_on AS done_on,
           type IS NOT NULL AND owner_id IS NOT NULL AND reason_given AS good, false AS excused
    FROM live
    UNION ALL
    SELECT case_id, review_by_on, NULL, false, false
    FROM live WHERE review_by_on - 14 <= %(today)s
)

-- name: states
, worst AS (
    SELECT case_id, min(CASE
        WHEN least(done_on, due_on + 1) > %(today)s THEN 2
        WHEN good THEN 4
        WHEN excused THEN 3
        ELSE 0 END) AS place
    FROM checks GROUP BY case_id
)
SELECT (ARRAY['not met', 'cannot tell', 'due', 'excused', 'met'])[place + 1], count(*)
FROM worst GROUP BY place
