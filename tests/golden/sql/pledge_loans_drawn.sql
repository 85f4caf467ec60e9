SELECT
  "t16"."place",
  "t16"."window",
  SUM("t16"."amount") AS "amount",
  SUM("t16"."amount") FILTER(WHERE
    "t16"."renews") AS "renewed",
  COUNT(*) AS "drawings",
  SUM("t16"."facts") AS "facts"
FROM (
  SELECT
    "t15"."place",
    "t15"."loan",
    "t15"."drawing",
    "t15"."day",
    "t15"."amount",
    "t15"."renews",
    "t15"."facts",
    CAST(EXTRACT(year FROM "t15"."day") - 2019 AS INT) AS "window"
  FROM (
    SELECT
      "t14"."place",
      "t14"."loan",
      "t14"."drawing",
      MIN("t14"."day") AS "day",
      MAX("t14"."amount") AS "amount",
      BOOL_OR(CAST("t14"."renews" AS BOOLEAN)) AS "renews",
      COUNT(*) AS "facts"
    FROM (
      SELECT
        "t13"."n",
        "t13"."division",
        "t13"."day",
        "t13"."loan",
        "t13"."drawing",
        "t13"."amount",
        "t13"."renews",
        "t4"."place"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t5"."n",
            "t10"."place" AS "division",
            "t5"."on" AS "day",
            "t5"."loan",
            "t5"."drawing",
            "t5"."amount",
            "t5"."renews"
          FROM "loan_drawn" AS "t5"
          ANTI JOIN "superseded" AS "t6"
            ON "t5"."n" = "t6"."n"
          INNER JOIN (
            SELECT
              "t8"."loan",
              MIN("t8"."place") AS "place"
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
                "t7"."loan",
                "t7"."fund",
                "t7"."firm",
                "t7"."bank",
                "t7"."place"
              FROM "loan_filed" AS "t7"
              ANTI JOIN "superseded" AS "t6"
                ON "t7"."n" = "t6"."n"
            ) AS "t8"
            GROUP BY
              1
          ) AS "t10"
            ON "t5"."loan" = "t10"."loan"
        ) AS "t11"
        WHERE
          "t11"."day" < MAKE_DATE(2025, 1, 1)
      ) AS "t13"
      INNER JOIN "places" AS "t4"
        ON "t13"."division" = "t4"."division"
    ) AS "t14"
    GROUP BY
      1,
      2,
      3
  ) AS "t15"
  WHERE
    "t15"."day" >= MAKE_DATE(2019, 1, 1) AND "t15"."day" < MAKE_DATE(2025, 1, 1)
) AS "t16"
GROUP BY
  1,
  2
