WITH said AS (
    SELECT n, "case", unnest(deals) AS deal, 'opened' AS word FROM check_opened WHERE n NOT IN (SELECT n FROM superseded)
    UNION ALL
    SELECT n, "case", unnest(deals), "end" FROM check_ended WHERE n NOT IN (SELECT n FROM superseded)
), doubts AS (
    SELECT deal, bool_or(word = 'excluded') AS excluded,
        bool_or(word IN ('opened', 'reported')) AND NOT bool_or(word = 'excluded') AS flagged
    FROM (SELECT deal, arg_max(word, n) AS word FROM said GROUP BY "case", deal) GROUP BY deal
), units AS (
    SELECT place, deal, min("on") AS day, bool_and(free) AS free, bool_or(related) AS related, false AS licence,
        bool_or(kind_of_right IN ('invention', 'utility_model', 'design')) AS patent,
        bool_or(kind_of_right = 'trademark') AS trademark, bool_or(kind_of_right = 'layout') AS layout
    FROM transfer_registered AS f JOIN roll ON f.from_place = roll.division ANTI JOIN superseded USING (n)
    WHERE proof IN ('listed', 'notice') AND "on" < DATE '2024-01-01'
        AND kind_of_right IN ('invention', 'utility_model', 'design', 'trademark', 'layout')
    GROUP BY place, deal
    UNION ALL
    SELECT place, deal, min("on"), bool_and(free), bool_or(related), true,
        bool_or(kind_of_right IN ('invention', 'utility_model', 'design')),
        bool_or(kind_of_right = 'trademark'), bool_or(kind_of_right = 'layout')
    FROM licence_recorded AS f JOIN roll ON f.from_place = roll.division ANTI JOIN superseded USING (n)
    WHERE proof IN ('listed', 'notice') AND "on" < DATE '2024-01-01'
    GROUP BY place, deal
), counted AS (
    SELECT units.*, coalesce(flagged, false) AS flagged, coalesce(excluded, false) AS excluded
    FROM units LEFT JOIN doubts USING (deal)
    WHERE day >= DATE '2018-01-01'
)
SELECT place, year(day) AS "year", count(*), count(*) FILTER (flagged), count(*) FILTER (excluded),
    count(*) FILTER (NOT excluded), count(*) FILTER (NOT excluded AND NOT licence), count(*) FILTER (NOT excluded AND licence),
    count(*) FILTER (NOT excluded AND NOT free), count(*) FILTER (NOT excluded AND free),
    count(*) FILTER (NOT excluded AND related), count(*) FILTER (NOT excluded AND NOT related),
    count(*) FILTER (NOT excluded AND related IS NULL), count(*) FILTER (NOT excluded AND patent),
    count(*) FILTER (NOT excluded AND trademark), count(*) FILTER (NOT excluded AND layout)
FROM counted GROUP BY ALL
