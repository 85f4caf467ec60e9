WITH "t11" AS (
  SELECT
    "t5"."n",
    "t5"."place" AS "division",
    CASE
      WHEN (
        "t10"."first_served" IS NOT NULL
      ) AND (
        "t10"."first_served" > "t5"."on"
      )
      THEN "t10"."first_served"
      ELSE "t5"."on"
    END AS "day",
    "t5"."client",
    CASE
      WHEN CASE WHEN "t5"."computed" = 'unknown' THEN "t5"."declared" ELSE "t5"."computed" END = 'large'
      THEN 'large'
      WHEN NOT (
        CASE WHEN "t5"."computed" = 'unknown' THEN "t5"."declared" ELSE "t5"."computed" END = 'sme'
      )
      THEN 'undecided'
      WHEN NOT (
        "t10"."first_served" IS NOT NULL
      )
      THEN 'shell'
      ELSE 'covered'
    END AS "state",
    "t5"."computed" = 'sme' AS "by_method"
  FROM "custody_signed" AS "t5"
  ANTI JOIN "superseded" AS "t6"
    ON "t5"."n" = "t6"."n"
  LEFT OUTER JOIN (
    SELECT
      "t8"."custody",
      MIN("t8"."on") AS "first_served"
    FROM (
      SELECT
        "t7"."n",
        "t7"."recorded_at",
        "t7"."by",
        "t7"."reference",
        "t7"."document",
        "t7"."reason",
        "t7"."supersedes",
        "t7"."on",
        "t7"."custody",
        "t7"."client",
        "t7"."agency",
        "t7"."place",
        "t7"."service",
        "t7"."what",
        "t7"."right",
        "t7"."saved"
      FROM "custody_served" AS "t7"
      ANTI JOIN "superseded" AS "t6"
        ON "t7"."n" = "t6"."n"
    ) AS "t8"
    GROUP BY
      1
  ) AS "t10"
    ON "t5"."custody" = "t10"."custody"
), "t13" AS (
  SELECT
    *
  FROM "t11" AS "t12"
  WHERE
    "t12"."state" = 'covered'
)
SELECT
  "t24"."place",
  "t24"."window",
  COUNT(*) FILTER(WHERE
    "t24"."state" = 'covered') AS "covered",
  COUNT(*) FILTER(WHERE
    (
      "t24"."state" = 'covered'
    ) AND "t24"."by_method") AS "computed",
  COUNT(*) FILTER(WHERE
    (
      "t24"."state" = 'covered'
    ) AND NOT (
      "t24"."by_method"
    )) AS "declared",
  COUNT(*) FILTER(WHERE
    "t24"."state" = 'shell') AS "shells",
  COUNT(*) FILTER(WHERE
    "t24"."state" = 'undecided') AS "undecided",
  COUNT(*) FILTER(WHERE
    "t24"."state" = 'large') AS "large",
  SUM("t24"."facts") AS "facts"
FROM (
  SELECT
    "t23"."place",
    "t23"."client",
    "t23"."day",
    "t23"."state",
    "t23"."by_method",
    "t23"."facts",
    CAST(EXTRACT(year FROM "t23"."day") - 2019 AS INT) AS "window"
  FROM (
    SELECT
      "t22"."place",
      "t22"."client",
      MIN("t22"."day") AS "day",
      MIN("t22"."state") AS "state",
      BOOL_OR(CAST("t22"."by_method" AS BOOLEAN)) AS "by_method",
      COUNT(*) AS "facts"
    FROM (
      SELECT
        "t21"."n",
        "t21"."division",
        "t21"."day",
        "t21"."client",
        "t21"."state",
        "t21"."by_method",
        "t4"."place"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            *
          FROM "t13" AS "t14"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t17"."n",
              "t17"."division",
              "t17"."day",
              "t17"."client",
              "t17"."state",
              "t17"."by_method"
            FROM (
              SELECT
                *
              FROM "t11" AS "t12"
              WHERE
                NOT (
                  "t12"."state" = 'covered'
                )
            ) AS "t17"
            ANTI JOIN "t13" AS "t16"
              ON "t17"."client" = "t16"."client"
          ) AS "t18"
        ) AS "t19"
        WHERE
          "t19"."day" < MAKE_DATE(2025, 1, 1)
      ) AS "t21"
      INNER JOIN "places" AS "t4"
        ON "t21"."division" = "t4"."division"
    ) AS "t22"
    GROUP BY
      1,
      2
  ) AS "t23"
  WHERE
    "t23"."day" >= MAKE_DATE(2019, 1, 1) AND "t23"."day" < MAKE_DATE(2025, 1, 1)
) AS "t24"
GROUP BY
  1,
  2
