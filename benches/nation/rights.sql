-- Added up by division first: a function of a dictionary's word and a key of the column itself cost least; places last.
WITH facts AS (
    SELECT n, from_place AS division, "on", kind_of_right, price AS amount FROM transfer_registered
    WHERE list_contains(['listed', 'notice'], proof) AND "on" >= DATE '2018-01-01' AND "on" < DATE '2024-01-01'
    UNION ALL
    SELECT n, from_place, "on", kind_of_right, price FROM licence_recorded
    WHERE list_contains(['listed', 'notice'], proof) AND "on" >= DATE '2018-01-01' AND "on" < DATE '2024-01-01'
    UNION ALL
    SELECT n, place, "on", kind_of_right, secured FROM pledge_registered
    WHERE list_contains(['listed', 'notice'], proof) AND "on" >= DATE '2018-01-01' AND "on" < DATE '2024-01-01'
), lain AS (
    SELECT division, year("on") AS "year", count(*) AS rights,
        count(*) FILTER (kind_of_right IN ('invention', 'utility_model', 'design')) AS patents,
        count(*) FILTER (kind_of_right = 'trademark') AS trademarks, sum(amount) AS amount
    FROM facts ANTI JOIN superseded USING (n)
    GROUP BY ALL
)
SELECT roll.place, "year", sum(rights)::BIGINT, sum(patents)::BIGINT, sum(trademarks)::BIGINT, sum(amount)
FROM lain JOIN roll USING (division)
GROUP BY ALL
