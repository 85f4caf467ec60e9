WITH "t14" AS (
  SELECT
    "t10"."n",
    "t10"."recorded_at",
    "t10"."by",
    "t10"."reference",
    "t10"."document",
    "t10"."reason",
    "t10"."supersedes",
    "t10"."on",
    "t10"."deal",
    "t10"."right",
    "t10"."kind_of_right",
    "t10"."transferors",
    "t10"."transferees",
    "t10"."from_place",
    "t10"."to_place",
    "t10"."proof",
    "t10"."contract_on",
    "t10"."price",
    "t10"."free",
    "t10"."related",
    "t10"."register_no"
  FROM "transfer_registered" AS "t10"
  ANTI JOIN "superseded" AS "t9"
    ON "t10"."n" = "t9"."n"
), "t15" AS (
  SELECT
    "t11"."n",
    "t11"."recorded_at",
    "t11"."by",
    "t11"."reference",
    "t11"."document",
    "t11"."reason",
    "t11"."supersedes",
    "t11"."on",
    "t11"."deal",
    "t11"."right",
    "t11"."kind_of_right",
    "t11"."kind_of_licence",
    "t11"."licensors",
    "t11"."licensees",
    "t11"."from_place",
    "t11"."to_place",
    "t11"."proof",
    "t11"."contract_on",
    "t11"."starts_on",
    "t11"."until",
    "t11"."price",
    "t11"."free",
    "t11"."related",
    "t11"."territory",
    "t11"."field_of_use",
    "t11"."register_no"
  FROM "licence_recorded" AS "t11"
  ANTI JOIN "superseded" AS "t9"
    ON "t11"."n" = "t9"."n"
)
SELECT
  "t42"."place",
  "t42"."window",
  COUNT(*) AS "gross",
  COUNT(*) FILTER(WHERE
    "t42"."flagged") AS "flagged",
  COUNT(*) FILTER(WHERE
    "t42"."excluded") AS "excluded",
  COUNT(*) FILTER(WHERE
    NOT (
      "t42"."excluded"
    )) AS "net",
  COUNT(*) FILTER(WHERE
    NOT (
      "t42"."excluded"
    ) AND NOT (
      "t42"."licence"
    )) AS "transfers",
  COUNT(*) FILTER(WHERE
    NOT (
      "t42"."excluded"
    ) AND "t42"."licence") AS "licences",
  COUNT(*) FILTER(WHERE
    NOT (
      "t42"."excluded"
    ) AND NOT (
      "t42"."free"
    )) AS "paid",
  COUNT(*) FILTER(WHERE
    NOT (
      "t42"."excluded"
    ) AND "t42"."free") AS "free",
  COUNT(*) FILTER(WHERE
    NOT (
      "t42"."excluded"
    ) AND "t42"."related") AS "related",
  COUNT(*) FILTER(WHERE
    NOT (
      "t42"."excluded"
    ) AND NOT (
      "t42"."related"
    )) AS "unrelated",
  COUNT(*) FILTER(WHERE
    NOT (
      "t42"."excluded"
    ) AND (
      "t42"."related" IS NULL
    )) AS "related_untold",
  COUNT(*) FILTER(WHERE
    NOT (
      "t42"."excluded"
    ) AND "t42"."patent") AS "patents",
  COUNT(*) FILTER(WHERE
    NOT (
      "t42"."excluded"
    ) AND "t42"."trademark") AS "trademarks",
  COUNT(*) FILTER(WHERE
    NOT (
      "t42"."excluded"
    ) AND "t42"."layout") AS "layouts",
  SUM("t42"."facts") AS "facts"
FROM (
  SELECT
    "t41"."place",
    "t41"."deal",
    "t41"."day",
    "t41"."free",
    "t41"."related",
    "t41"."licence",
    "t41"."patent",
    "t41"."trademark",
    "t41"."layout",
    "t41"."facts",
    "t41"."excluded",
    "t41"."flagged",
    CAST(EXTRACT(year FROM "t41"."day") - 2019 AS INT) AS "window"
  FROM (
    SELECT
      "t40".*
      EXCLUDE ("doubted")
    FROM (
      SELECT
        "t39"."place",
        "t39"."deal",
        "t39"."day",
        "t39"."free",
        "t39"."related",
        "t39"."licence",
        "t39"."patent",
        "t39"."trademark",
        "t39"."layout",
        "t39"."facts",
        "t39"."doubted",
        COALESCE("t39"."excluded", FALSE) AS "excluded",
        COALESCE("t39"."flagged", FALSE) AS "flagged"
      FROM (
        SELECT
          "t38"."place",
          "t38"."deal",
          "t38"."day",
          "t38"."free",
          "t38"."related",
          "t38"."licence",
          "t38"."patent",
          "t38"."trademark",
          "t38"."layout",
          "t38"."facts",
          "t32"."doubted",
          "t32"."excluded",
          "t32"."flagged"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t33"."place",
              "t33"."deal",
              MIN("t33"."day") AS "day",
              BOOL_AND(CAST("t33"."free" AS BOOLEAN)) AS "free",
              BOOL_OR(CAST("t33"."related" AS BOOLEAN)) AS "related",
              BOOL_OR(CAST("t33"."licence" AS BOOLEAN)) AS "licence",
              BOOL_OR(CAST("t33"."patent" AS BOOLEAN)) AS "patent",
              BOOL_OR(CAST("t33"."trademark" AS BOOLEAN)) AS "trademark",
              BOOL_OR(CAST("t33"."layout" AS BOOLEAN)) AS "layout",
              COUNT(DISTINCT "t33"."n") AS "facts"
            FROM (
              SELECT
                "t29"."division",
                "t29"."n",
                "t29"."day",
                "t29"."deal",
                "t29"."right",
                "t29"."free",
                "t29"."related",
                "t29"."licence",
                "t29"."patent",
                "t29"."trademark",
                "t29"."layout",
                "t6"."place"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t17"."from_place" AS "division",
                      "t17"."n",
                      "t17"."on" AS "day",
                      "t17"."deal",
                      "t17"."right",
                      "t17"."free",
                      "t17"."related",
                      FALSE AS "licence",
                      ARRAY_CONTAINS(CAST(['invention', 'utility_model', 'design'] AS TEXT[]), "t17"."kind_of_right") AS "patent",
                      "t17"."kind_of_right" = 'trademark' AS "trademark",
                      "t17"."kind_of_right" = 'layout' AS "layout"
                    FROM "t14" AS "t17"
                    WHERE
                      ARRAY_CONTAINS(CAST(['listed', 'notice'] AS TEXT[]), "t17"."proof")
                      AND ARRAY_CONTAINS(
                        CAST(['invention', 'utility_model', 'design', 'trademark', 'layout'] AS TEXT[]),
                        "t17"."kind_of_right"
                      )
                  ) AS "t20"
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t17"."to_place" AS "division",
                      "t17"."n",
                      "t17"."on" AS "day",
                      "t17"."deal",
                      "t17"."right",
                      "t17"."free",
                      "t17"."related",
                      FALSE AS "licence",
                      ARRAY_CONTAINS(CAST(['invention', 'utility_model', 'design'] AS TEXT[]), "t17"."kind_of_right") AS "patent",
                      "t17"."kind_of_right" = 'trademark' AS "trademark",
                      "t17"."kind_of_right" = 'layout' AS "layout"
                    FROM "t14" AS "t17"
                    WHERE
                      ARRAY_CONTAINS(CAST(['listed', 'notice'] AS TEXT[]), "t17"."proof")
                      AND ARRAY_CONTAINS(
                        CAST(['invention', 'utility_model', 'design', 'trademark', 'layout'] AS TEXT[]),
                        "t17"."kind_of_right"
                      )
                  ) AS "t21"
                ) AS "t24"
                WHERE
                  "t24"."day" < MAKE_DATE(2025, 1, 1)
              ) AS "t29"
              INNER JOIN "places" AS "t6"
                ON "t29"."division" = "t6"."division"
            ) AS "t33"
            GROUP BY
              1,
              2
          ) AS "t35"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t34"."place",
              "t34"."deal",
              MIN("t34"."day") AS "day",
              BOOL_AND(CAST("t34"."free" AS BOOLEAN)) AS "free",
              BOOL_OR(CAST("t34"."related" AS BOOLEAN)) AS "related",
              BOOL_OR(CAST("t34"."licence" AS BOOLEAN)) AS "licence",
              BOOL_OR(CAST("t34"."patent" AS BOOLEAN)) AS "patent",
              BOOL_OR(CAST("t34"."trademark" AS BOOLEAN)) AS "trademark",
              BOOL_OR(CAST("t34"."layout" AS BOOLEAN)) AS "layout",
              COUNT(DISTINCT "t34"."n") AS "facts"
            FROM (
              SELECT
                "t30"."division",
                "t30"."n",
                "t30"."day",
                "t30"."deal",
                "t30"."right",
                "t30"."free",
                "t30"."related",
                "t30"."licence",
                "t30"."patent",
                "t30"."trademark",
                "t30"."layout",
                "t6"."place"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t18"."from_place" AS "division",
                      "t18"."n",
                      "t18"."on" AS "day",
                      "t18"."deal",
                      "t18"."right",
                      "t18"."free",
                      "t18"."related",
                      TRUE AS "licence",
                      ARRAY_CONTAINS(CAST(['invention', 'utility_model', 'design'] AS TEXT[]), "t18"."kind_of_right") AS "patent",
                      "t18"."kind_of_right" = 'trademark' AS "trademark",
                      "t18"."kind_of_right" = 'layout' AS "layout"
                    FROM "t15" AS "t18"
                    WHERE
                      ARRAY_CONTAINS(CAST(['listed', 'notice'] AS TEXT[]), "t18"."proof")
                  ) AS "t22"
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t18"."to_place" AS "division",
                      "t18"."n",
                      "t18"."on" AS "day",
                      "t18"."deal",
                      "t18"."right",
                      "t18"."free",
                      "t18"."related",
                      TRUE AS "licence",
                      ARRAY_CONTAINS(CAST(['invention', 'utility_model', 'design'] AS TEXT[]), "t18"."kind_of_right") AS "patent",
                      "t18"."kind_of_right" = 'trademark' AS "trademark",
                      "t18"."kind_of_right" = 'layout' AS "layout"
                    FROM "t15" AS "t18"
                    WHERE
                      ARRAY_CONTAINS(CAST(['listed', 'notice'] AS TEXT[]), "t18"."proof")
                  ) AS "t23"
                ) AS "t25"
                WHERE
                  "t25"."day" < MAKE_DATE(2025, 1, 1)
              ) AS "t30"
              INNER JOIN "places" AS "t6"
                ON "t30"."division" = "t6"."division"
            ) AS "t34"
            GROUP BY
              1,
              2
          ) AS "t36"
        ) AS "t38"
        LEFT OUTER JOIN (
          SELECT
            "t26"."doubted",
            "t26"."excluded",
            "t26"."open_still" AND NOT (
              "t26"."excluded"
            ) AS "flagged"
          FROM (
            SELECT
              "t19"."doubted",
              BOOL_OR(CAST("t19"."word" = 'excluded' AS BOOLEAN)) AS "excluded",
              BOOL_OR(CAST("t19"."word" IN ('opened', 'reported') AS BOOLEAN)) AS "open_still"
            FROM (
              SELECT
                "t16"."case",
                "t16"."doubted",
                FIRST("t16"."word" ORDER BY "t16"."n" DESC) AS "word"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t7"."n",
                    "t7"."case",
                    UNNEST("t7"."deals") AS "doubted",
                    'opened' AS "word"
                  FROM "check_opened" AS "t7"
                  ANTI JOIN "superseded" AS "t9"
                    ON "t7"."n" = "t9"."n"
                ) AS "t12"
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    "t8"."n",
                    "t8"."case",
                    UNNEST("t8"."deals") AS "doubted",
                    "t8"."end" AS "word"
                  FROM "check_ended" AS "t8"
                  ANTI JOIN "superseded" AS "t9"
                    ON "t8"."n" = "t9"."n"
                ) AS "t13"
              ) AS "t16"
              GROUP BY
                1,
                2
            ) AS "t19"
            GROUP BY
              1
          ) AS "t26"
        ) AS "t32"
          ON "t38"."deal" = "t32"."doubted"
      ) AS "t39"
    ) AS "t40"
  ) AS "t41"
  WHERE
    "t41"."day" >= MAKE_DATE(2019, 1, 1) AND "t41"."day" < MAKE_DATE(2025, 1, 1)
) AS "t42"
GROUP BY
  1,
  2
