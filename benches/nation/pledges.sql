WITH said AS (
    SELECT n, "case", unnest(deals) AS deal, 'opened' AS word FROM check_opened WHERE n NOT IN (SELECT n FROM superseded)
    UNION ALL
    SELECT n, "case", unnest(deals), "end" FROM check_ended WHERE n NOT IN (SELECT n FROM superseded)
), doubts AS (
    SELECT deal, bool_or(word = 'excluded') AS excluded,
        bool_or(word IN ('opened', 'reported')) AND NOT bool_or(word = 'excluded') AS flagged
    FROM (SELECT deal, arg_max(word, n) AS word FROM said GROUP BY "case", deal) GROUP BY deal
), units AS (
    SELECT roll.place AS place, pledge AS deal, min("on") AS day, max(secured) AS secured,
        bool_or(kind_of_right IN ('invention', 'utility_model', 'design')) AS patent,
        bool_or(kind_of_right = 'trademark') AS trademark,
        bool_or(kind_of_right NOT IN ('invention', 'utility_model', 'design', 'trademark')) AS other
    FROM pledge_registered AS f JOIN roll ON f.place = roll.division ANTI JOIN superseded USING (n)
    WHERE proof IN ('listed', 'notice') AND "on" < DATE '2024-01-01'
    GROUP BY roll.place, pledge
), counted AS (
    SELECT units.*, coalesce(flagged, false) AS flagged, coalesce(excluded, false) AS excluded
    FROM units LEFT JOIN doubts USING (deal)
    WHERE day >= DATE '2018-01-01'
)
SELECT place, year(day) AS "year", sum(secured), sum(secured) FILTER (flagged), sum(secured) FILTER (excluded),
    sum(secured) FILTER (NOT excluded),
    sum(secured) FILTER (NOT excluded AND patent AND NOT trademark AND NOT other),
    sum(secured) FILTER (NOT excluded AND trademark AND NOT patent AND NOT other),
    sum(secured) FILTER (NOT excluded AND patent AND trademark AND NOT other),
    sum(secured) FILTER (NOT excluded AND other), count(*) FILTER (NOT excluded AND secured IS NULL),
    count(*), count(*) FILTER (flagged), count(*) FILTER (excluded), count(*) FILTER (NOT excluded),
    count(*) FILTER (NOT excluded AND patent AND NOT trademark AND NOT other),
    count(*) FILTER (NOT excluded AND trademark AND NOT patent AND NOT other),
    count(*) FILTER (NOT excluded AND patent AND trademark AND NOT other), count(*) FILTER (NOT excluded AND other)
FROM counted GROUP BY ALL
