SELECT
  "t16"."place",
  "t16"."window",
  SUM("t16"."paid") AS "paid",
  SUM("t16"."came") AS "back",
  COUNT(*) FILTER(WHERE
    "t16"."paid" IS NOT NULL) AS "claims",
  SUM("t16"."facts") AS "facts"
FROM (
  SELECT
    "t15"."place",
    "t15"."claim",
    "t15"."day",
    "t15"."paid",
    "t15"."came",
    "t15"."facts",
    CAST(EXTRACT(year FROM "t15"."day") - 2019 AS INT) AS "window"
  FROM (
    SELECT
      "t14"."place",
      "t14"."claim",
      MIN("t14"."day") AS "day",
      MAX("t14"."paid") AS "paid",
      MAX("t14"."came") AS "came",
      COUNT(*) AS "facts"
    FROM (
      SELECT
        "t13"."n",
        "t13"."division",
        "t13"."day",
        "t13"."claim",
        "t13"."paid",
        "t13"."came",
        "t4"."place"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t5"."n",
            "t5"."place" AS "division",
            "t5"."on" AS "day",
            "t5"."claim",
            "t5"."amount" AS "paid",
            COALESCE("t10"."came", 0) AS "came"
          FROM "subsidy_paid" AS "t5"
          ANTI JOIN "superseded" AS "t6"
            ON "t5"."n" = "t6"."n"
          LEFT OUTER JOIN (
            SELECT
              "t8"."claim",
              SUM("t8"."amount") AS "came"
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
                "t7"."claim",
                "t7"."place",
                "t7"."claimant",
                "t7"."amount",
                "t7"."voucher",
                "t7"."whole"
              FROM "subsidy_returned" AS "t7"
              ANTI JOIN "superseded" AS "t6"
                ON "t7"."n" = "t6"."n"
            ) AS "t8"
            GROUP BY
              1
          ) AS "t10"
            ON "t5"."claim" = "t10"."claim"
        ) AS "t11"
        WHERE
          "t11"."day" < MAKE_DATE(2025, 1, 1)
      ) AS "t13"
      INNER JOIN "places" AS "t4"
        ON "t13"."division" = "t4"."division"
    ) AS "t14"
    GROUP BY
      1,
      2
  ) AS "t15"
  WHERE
    "t15"."day" >= MAKE_DATE(2019, 1, 1) AND "t15"."day" < MAKE_DATE(2025, 1, 1)
) AS "t16"
GROUP BY
  1,
  2
