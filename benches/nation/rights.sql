WITH facts AS (
    SELECT n, from_place AS division, "on", kind_of_right, price AS amount FROM transfer_registered
    WHERE proof IN ('listed', 'notice') AND "on" >= DATE '2018-01-01' AND "on" < DATE '2024-01-01'
    UNION ALL
    SELECT n, from_place, "on", kind_of_right, price FROM licence_recorded
    WHERE proof IN ('listed', 'notice') AND "on" >= DATE '2018-01-01' AND "on" < DATE '2024-01-01'
    UNION ALL
    SELECT n, place, "on", kind_of_right, secured FROM pledge_registered
    WHERE proof IN ('listed', 'notice') AND "on" >= DATE '2018-01-01' AND "on" < DATE '2024-01-01'
)
SELECT roll.place, year("on") AS "year", count(*),
    count(*) FILTER (kind_of_right IN ('invention', 'utility_model', 'design')),
    count(*) FILTER (kind_of_right = 'trademark'), sum(amount)
FROM facts JOIN roll USING (division) ANTI JOIN superseded USING (n)
GROUP BY ALL
