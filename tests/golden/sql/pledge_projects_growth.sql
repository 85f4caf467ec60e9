SELECT
  "t26"."place",
  "t26"."window",
  COUNT(*) AS "gross",
  COUNT(*) FILTER(WHERE
    "t26"."flagged") AS "flagged",
  COUNT(*) FILTER(WHERE
    "t26"."excluded") AS "excluded",
  COUNT(*) FILTER(WHERE
    NOT (
      "t26"."excluded"
    )) AS "net",
  COUNT(*) FILTER(WHERE
    NOT (
      "t26"."excluded"
    )
    AND (
      "t26"."patent" AND NOT (
        "t26"."trademark"
      ) AND NOT (
        "t26"."other"
      )
    )) AS "patents",
  COUNT(*) FILTER(WHERE
    NOT (
      "t26"."excluded"
    )
    AND (
      "t26"."trademark" AND NOT (
        "t26"."patent"
      ) AND NOT (
        "t26"."other"
      )
    )) AS "trademarks",
  COUNT(*) FILTER(WHERE
    NOT (
      "t26"."excluded"
    )
    AND (
      "t26"."patent" AND "t26"."trademark" AND NOT (
        "t26"."other"
      )
    )) AS "mixed",
  COUNT(*) FILTER(WHERE
    NOT (
      "t26"."excluded"
    ) AND "t26"."other") AS "other",
  SUM("t26"."facts") AS "facts"
FROM (
  SELECT
    "t25"."place",
    "t25"."pledge",
    "t25"."day",
    "t25"."patent",
    "t25"."trademark",
    "t25"."other",
    "t25"."facts",
    "t25"."excluded",
    "t25"."flagged",
    CAST(EXTRACT(year FROM "t25"."day") - 2019 AS INT) AS "window"
  FROM (
    SELECT
      "t24".*
      EXCLUDE ("doubted")
    FROM (
      SELECT
        "t23"."place",
        "t23"."pledge",
        "t23"."day",
        "t23"."patent",
        "t23"."trademark",
        "t23"."other",
        "t23"."facts",
        "t23"."doubted",
        COALESCE("t23"."excluded", FALSE) AS "excluded",
        COALESCE("t23"."flagged", FALSE) AS "flagged"
      FROM (
        SELECT
          "t21"."place",
          "t21"."pledge",
          "t21"."day",
          "t21"."patent",
          "t21"."trademark",
          "t21"."other",
          "t21"."facts",
          "t22"."doubted",
          "t22"."excluded",
          "t22"."flagged"
        FROM (
          SELECT
            "t18"."place",
            "t18"."pledge",
            MIN("t18"."day") AS "day",
            BOOL_OR(CAST("t18"."patent" AS BOOLEAN)) AS "patent",
            BOOL_OR(CAST("t18"."trademark" AS BOOLEAN)) AS "trademark",
            BOOL_OR(CAST("t18"."other" AS BOOLEAN)) AS "other",
            COUNT(*) AS "facts"
          FROM (
            SELECT
              "t16"."n",
              "t16"."division",
              "t16"."day",
              "t16"."pledge",
              "t16"."secured",
              "t16"."patent",
              "t16"."trademark",
              "t16"."other",
              "t5"."place"
            FROM (
              SELECT
                "t10"."n",
                "t10"."place" AS "division",
                "t10"."on" AS "day",
                "t10"."pledge",
                "t10"."secured",
                ARRAY_CONTAINS(CAST(['invention', 'utility_model', 'design'] AS TEXT[]), "t10"."kind_of_right") AS "patent",
                "t10"."kind_of_right" = 'trademark' AS "trademark",
                NOT (
                  ARRAY_CONTAINS(
                    CAST(['invention', 'utility_model', 'design', 'trademark'] AS TEXT[]),
                    "t10"."kind_of_right"
                  )
                ) AS "other"
              FROM (
                SELECT
                  "t6"."n",
                  "t6"."recorded_at",
                  "t6"."by",
                  "t6"."reference",
                  "t6"."document",
                  "t6"."reason",
                  "t6"."supersedes",
                  "t6"."on",
                  "t6"."pledge",
                  "t6"."right",
                  "t6"."kind_of_right",
                  "t6"."pledgors",
                  "t6"."pledgees",
                  "t6"."place",
                  "t6"."proof",
                  "t6"."secured",
                  "t6"."contract_on",
                  "t6"."register_no"
                FROM "pledge_registered" AS "t6"
                ANTI JOIN "superseded" AS "t7"
                  ON "t6"."n" = "t7"."n"
              ) AS "t10"
              WHERE
                ARRAY_CONTAINS(CAST(['listed', 'notice'] AS TEXT[]), "t10"."proof")
                AND "t10"."on" < MAKE_DATE(2025, 1, 1)
            ) AS "t16"
            INNER JOIN "places" AS "t5"
              ON "t16"."division" = "t5"."division"
          ) AS "t18"
          GROUP BY
            1,
            2
        ) AS "t21"
        LEFT OUTER JOIN (
          SELECT
            "t17"."doubted",
            "t17"."excluded",
            "t17"."open_still" AND NOT (
              "t17"."excluded"
            ) AS "flagged"
          FROM (
            SELECT
              "t15"."doubted",
              BOOL_OR(CAST("t15"."word" = 'excluded' AS BOOLEAN)) AS "excluded",
              BOOL_OR(CAST("t15"."word" IN ('opened', 'reported') AS BOOLEAN)) AS "open_still"
            FROM (
              SELECT
                "t13"."case",
                "t13"."doubted",
                FIRST("t13"."word" ORDER BY "t13"."n" DESC) AS "word"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t8"."n",
                    "t8"."case",
                    UNNEST("t8"."deals") AS "doubted",
                    'opened' AS "word"
                  FROM "check_opened" AS "t8"
                  ANTI JOIN "superseded" AS "t7"
                    ON "t8"."n" = "t7"."n"
                ) AS "t11"
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    "t9"."n",
                    "t9"."case",
                    UNNEST("t9"."deals") AS "doubted",
                    "t9"."end" AS "word"
                  FROM "check_ended" AS "t9"
                  ANTI JOIN "superseded" AS "t7"
                    ON "t9"."n" = "t7"."n"
                ) AS "t12"
              ) AS "t13"
              GROUP BY
                1,
                2
            ) AS "t15"
            GROUP BY
              1
          ) AS "t17"
        ) AS "t22"
          ON "t21"."pledge" = "t22"."doubted"
      ) AS "t23"
    ) AS "t24"
  ) AS "t25"
  WHERE
    "t25"."day" >= MAKE_DATE(2019, 1, 1) AND "t25"."day" < MAKE_DATE(2025, 1, 1)
) AS "t26"
GROUP BY
  1,
  2
