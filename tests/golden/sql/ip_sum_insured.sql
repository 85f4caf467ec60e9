SELECT
  "t17"."place",
  "t17"."window",
  SUM("t17"."total") AS "insured",
  SUM("t17"."premium") AS "premium",
  COUNT(*) FILTER(WHERE
    "t17"."total" IS NOT NULL) AS "policies",
  COUNT(*) FILTER(WHERE
    "t17"."gone") AS "rescinded",
  SUM("t17"."facts") AS "facts"
FROM (
  SELECT
    "t16"."place",
    "t16"."policy",
    "t16"."day",
    "t16"."total",
    "t16"."premium",
    "t16"."gone",
    "t16"."facts",
    CAST(EXTRACT(year FROM "t16"."day") - 2019 AS INT) AS "window"
  FROM (
    SELECT
      "t15"."place",
      "t15"."policy",
      MIN("t15"."day") AS "day",
      MAX("t15"."total") AS "total",
      MAX("t15"."premium") AS "premium",
      BOOL_OR(CAST("t15"."gone" AS BOOLEAN)) AS "gone",
      COUNT(*) AS "facts"
    FROM (
      SELECT
        "t14"."n",
        "t14"."division",
        "t14"."day",
        "t14"."policy",
        "t14"."total",
        "t14"."premium",
        "t14"."gone",
        "t4"."place"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t5"."n",
            "t5"."place" AS "division",
            "t5"."on" AS "day",
            "t5"."policy",
            "t5"."total",
            "t5"."premium",
            COALESCE("t11"."gone", FALSE) AS "gone"
          FROM "policy_written" AS "t5"
          ANTI JOIN "superseded" AS "t6"
            ON "t5"."n" = "t6"."n"
          LEFT OUTER JOIN (
            SELECT
              "t9"."policy",
              TRUE AS "gone"
            FROM (
              SELECT DISTINCT
                *
              FROM (
                SELECT
                  "t7"."policy"
                FROM "policy_rescinded" AS "t7"
                ANTI JOIN "superseded" AS "t6"
                  ON "t7"."n" = "t6"."n"
              ) AS "t8"
            ) AS "t9"
          ) AS "t11"
            ON "t5"."policy" = "t11"."policy"
        ) AS "t12"
        WHERE
          "t12"."day" < MAKE_DATE(2025, 1, 1)
      ) AS "t14"
      INNER JOIN "places" AS "t4"
        ON "t14"."division" = "t4"."division"
    ) AS "t15"
    GROUP BY
      1,
      2
  ) AS "t16"
  WHERE
    "t16"."day" >= MAKE_DATE(2019, 1, 1) AND "t16"."day" < MAKE_DATE(2025, 1, 1)
) AS "t17"
GROUP BY
  1,
  2
