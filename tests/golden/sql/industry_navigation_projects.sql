SELECT
  "t20"."place",
  "t20"."window",
  COUNT(*) AS "implemented",
  COUNT(*) FILTER(WHERE
    "t20"."used") AS "used",
  SUM("t20"."facts") AS "facts"
FROM (
  SELECT
    "t19"."place",
    "t19"."study",
    "t19"."day",
    "t19"."used",
    "t19"."facts",
    CAST(EXTRACT(year FROM "t19"."day") - 2019 AS INT) AS "window"
  FROM (
    SELECT
      "t18"."place",
      "t18"."study",
      MIN("t18"."day") AS "day",
      BOOL_OR(CAST("t18"."used" AS BOOLEAN)) AS "used",
      COUNT(*) AS "facts"
    FROM (
      SELECT
        "t17"."n",
        "t17"."division",
        "t17"."day",
        "t17"."study",
        "t17"."used",
        "t4"."place"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t12"."n",
            "t12"."place" AS "division",
            "t12"."on" AS "day",
            "t12"."study",
            COALESCE("t14"."used", FALSE) AS "used"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t5"."n",
                "t5"."recorded_at",
                "t5"."by",
                "t5"."reference",
                "t5"."document",
                "t5"."reason",
                "t5"."supersedes",
                "t5"."on",
                "t5"."study",
                "t5"."owner",
                "t5"."place",
                "t5"."kind_of_study",
                "t5"."verdict",
                "t5"."panel"
              FROM "study_accepted" AS "t5"
              ANTI JOIN "superseded" AS "t6"
                ON "t5"."n" = "t6"."n"
            ) AS "t8"
            WHERE
              "t8"."kind_of_study" = 'industry'
          ) AS "t12"
          LEFT OUTER JOIN (
            SELECT
              "t10"."study",
              TRUE AS "used"
            FROM (
              SELECT DISTINCT
                *
              FROM (
                SELECT
                  "t7"."study"
                FROM "study_used" AS "t7"
                ANTI JOIN "superseded" AS "t6"
                  ON "t7"."n" = "t6"."n"
              ) AS "t9"
            ) AS "t10"
          ) AS "t14"
            ON "t12"."study" = "t14"."study"
        ) AS "t15"
        WHERE
          "t15"."day" < MAKE_DATE(2025, 1, 1)
      ) AS "t17"
      INNER JOIN "places" AS "t4"
        ON "t17"."division" = "t4"."division"
    ) AS "t18"
    GROUP BY
      1,
      2
  ) AS "t19"
  WHERE
    "t19"."day" >= MAKE_DATE(2019, 1, 1) AND "t19"."day" < MAKE_DATE(2025, 1, 1)
) AS "t20"
GROUP BY
  1,
  2
