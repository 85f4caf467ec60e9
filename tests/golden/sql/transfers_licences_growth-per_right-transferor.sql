SELECT
  "t34"."place",
  "t34"."window",
  COUNT(*) AS "gross",
  COUNT(*) FILTER(WHERE
    "t34"."flagged") AS "flagged",
  COUNT(*) FILTER(WHERE
    "t34"."excluded") AS "excluded",
  COUNT(*) FILTER(WHERE
    NOT (
      "t34"."excluded"
    )) AS "net",
  COUNT(*) FILTER(WHERE
    NOT (
      "t34"."excluded"
    ) AND NOT (
      "t34"."licence"
    )) AS "transfers",
  COUNT(*) FILTER(WHERE
    NOT (
      "t34"."excluded"
    ) AND "t34"."licence") AS "licences",
  COUNT(*) FILTER(WHERE
    NOT (
      "t34"."excluded"
    ) AND NOT (
      "t34"."free"
    )) AS "paid",
  COUNT(*) FILTER(WHERE
    NOT (
      "t34"."excluded"
    ) AND "t34"."free") AS "free",
  COUNT(*) FILTER(WHERE
    NOT (
      "t34"."excluded"
    ) AND "t34"."related") AS "related",
  COUNT(*) FILTER(WHERE
    NOT (
      "t34"."excluded"
    ) AND NOT (
      "t34"."related"
    )) AS "unrelated",
  COUNT(*) FILTER(WHERE
    NOT (
      "t34"."excluded"
    ) AND (
      "t34"."related" IS NULL
    )) AS "related_untold",
  COUNT(*) FILTER(WHERE
    NOT (
      "t34"."excluded"
    ) AND "t34"."patent") AS "patents",
  COUNT(*) FILTER(WHERE
    NOT (
      "t34"."excluded"
    ) AND "t34"."trademark") AS "trademarks",
  COUNT(*) FILTER(WHERE
    NOT (
      "t34"."excluded"
    ) AND "t34"."layout") AS "layouts",
  SUM("t34"."facts") AS "facts"
FROM (
  SELECT
    "t33"."place",
    "t33"."deal",
    "t33"."right",
    "t33"."day",
    "t33"."free",
    "t33"."related",
    "t33"."licence",
    "t33"."patent",
    "t33"."trademark",
    "t33"."layout",
    "t33"."facts",
    "t33"."excluded",
    "t33"."flagged",
    CAST(EXTRACT(year FROM "t33"."day") - 2019 AS INT) AS "window"
  FROM (
    SELECT
      "t32".*
      EXCLUDE ("doubted")
    FROM (
      SELECT
        "t31"."place",
        "t31"."deal",
        "t31"."right",
        "t31"."day",
        "t31"."free",
        "t31"."related",
        "t31"."licence",
        "t31"."patent",
        "t31"."trademark",
        "t31"."layout",
        "t31"."facts",
        "t31"."doubted",
        COALESCE("t31"."excluded", FALSE) AS "excluded",
        COALESCE("t31"."flagged", FALSE) AS "flagged"
      FROM (
        SELECT
          "t29"."place",
          "t29"."deal",
          "t29"."right",
          "t29"."day",
          "t29"."free",
          "t29"."related",
          "t29"."licence",
          "t29"."patent",
          "t29"."trademark",
          "t29"."layout",
          "t29"."facts",
          "t30"."doubted",
          "t30"."excluded",
          "t30"."flagged"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t22"."place",
              "t22"."deal",
              "t22"."right",
              MIN("t22"."day") AS "day",
              BOOL_AND(CAST("t22"."free" AS BOOLEAN)) AS "free",
              BOOL_OR(CAST("t22"."related" AS BOOLEAN)) AS "related",
              BOOL_OR(CAST("t22"."licence" AS BOOLEAN)) AS "licence",
              BOOL_OR(CAST("t22"."patent" AS BOOLEAN)) AS "patent",
              BOOL_OR(CAST("t22"."trademark" AS BOOLEAN)) AS "trademark",
              BOOL_OR(CAST("t22"."layout" AS BOOLEAN)) AS "layout",
              COUNT(*) AS "facts"
            FROM (
              SELECT
                "t19"."division",
                "t19"."n",
                "t19"."day",
                "t19"."deal",
                "t19"."right",
                "t19"."free",
                "t19"."related",
                "t19"."licence",
                "t19"."patent",
                "t19"."trademark",
                "t19"."layout",
                "t6"."place"
              FROM (
                SELECT
                  "t12"."from_place" AS "division",
                  "t12"."n",
                  "t12"."on" AS "day",
                  "t12"."deal",
                  "t12"."right",
                  "t12"."free",
                  "t12"."related",
                  FALSE AS "licence",
                  ARRAY_CONTAINS(CAST(['invention', 'utility_model', 'design'] AS TEXT[]), "t12"."kind_of_right") AS "patent",
                  "t12"."kind_of_right" = 'trademark' AS "trademark",
                  "t12"."kind_of_right" = 'layout' AS "layout"
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
                    "t7"."deal",
                    "t7"."right",
                    "t7"."kind_of_right",
                    "t7"."transferors",
                    "t7"."transferees",
                    "t7"."from_place",
                    "t7"."to_place",
                    "t7"."proof",
                    "t7"."contract_on",
                    "t7"."price",
                    "t7"."free",
                    "t7"."related",
                    "t7"."register_no"
                  FROM "transfer_registered" AS "t7"
                  ANTI JOIN "superseded" AS "t11"
                    ON "t7"."n" = "t11"."n"
                ) AS "t12"
                WHERE
                  ARRAY_CONTAINS(CAST(['listed', 'notice'] AS TEXT[]), "t12"."proof")
                  AND ARRAY_CONTAINS(
                    CAST(['invention', 'utility_model', 'design', 'trademark', 'layout'] AS TEXT[]),
                    "t12"."kind_of_right"
                  )
                  AND "t12"."on" < MAKE_DATE(2025, 1, 1)
              ) AS "t19"
              INNER JOIN "places" AS "t6"
                ON "t19"."division" = "t6"."division"
            ) AS "t22"
            GROUP BY
              1,
              2,
              3
          ) AS "t25"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t23"."place",
              "t23"."deal",
              "t23"."right",
              MIN("t23"."day") AS "day",
              BOOL_AND(CAST("t23"."free" AS BOOLEAN)) AS "free",
              BOOL_OR(CAST("t23"."related" AS BOOLEAN)) AS "related",
              BOOL_OR(CAST("t23"."licence" AS BOOLEAN)) AS "licence",
              BOOL_OR(CAST("t23"."patent" AS BOOLEAN)) AS "patent",
              BOOL_OR(CAST("t23"."trademark" AS BOOLEAN)) AS "trademark",
              BOOL_OR(CAST("t23"."layout" AS BOOLEAN)) AS "layout",
              COUNT(*) AS "facts"
            FROM (
              SELECT
                "t20"."division",
                "t20"."n",
                "t20"."day",
                "t20"."deal",
                "t20"."right",
                "t20"."free",
                "t20"."related",
                "t20"."licence",
                "t20"."patent",
                "t20"."trademark",
                "t20"."layout",
                "t6"."place"
              FROM (
                SELECT
                  "t13"."from_place" AS "division",
                  "t13"."n",
                  "t13"."on" AS "day",
                  "t13"."deal",
                  "t13"."right",
                  "t13"."free",
                  "t13"."related",
                  TRUE AS "licence",
                  ARRAY_CONTAINS(CAST(['invention', 'utility_model', 'design'] AS TEXT[]), "t13"."kind_of_right") AS "patent",
                  "t13"."kind_of_right" = 'trademark' AS "trademark",
                  "t13"."kind_of_right" = 'layout' AS "layout"
                FROM (
                  SELECT
                    "t8"."n",
                    "t8"."recorded_at",
                    "t8"."by",
                    "t8"."reference",
                    "t8"."document",
                    "t8"."reason",
                    "t8"."supersedes",
                    "t8"."on",
                    "t8"."deal",
                    "t8"."right",
                    "t8"."kind_of_right",
                    "t8"."kind_of_licence",
                    "t8"."licensors",
                    "t8"."licensees",
                    "t8"."from_place",
                    "t8"."to_place",
                    "t8"."proof",
                    "t8"."contract_on",
                    "t8"."starts_on",
                    "t8"."until",
                    "t8"."price",
                    "t8"."free",
                    "t8"."related",
                    "t8"."territory",
                    "t8"."field_of_use",
                    "t8"."register_no"
                  FROM "licence_recorded" AS "t8"
                  ANTI JOIN "superseded" AS "t11"
                    ON "t8"."n" = "t11"."n"
                ) AS "t13"
                WHERE
                  ARRAY_CONTAINS(CAST(['listed', 'notice'] AS TEXT[]), "t13"."proof")
                  AND "t13"."on" < MAKE_DATE(2025, 1, 1)
              ) AS "t20"
              INNER JOIN "places" AS "t6"
                ON "t20"."division" = "t6"."division"
            ) AS "t23"
            GROUP BY
              1,
              2,
              3
          ) AS "t26"
        ) AS "t29"
        LEFT OUTER JOIN (
          SELECT
            "t24"."doubted",
            "t24"."excluded",
            "t24"."open_still" AND NOT (
              "t24"."excluded"
            ) AS "flagged"
          FROM (
            SELECT
              "t21"."doubted",
              BOOL_OR(CAST("t21"."word" = 'excluded' AS BOOLEAN)) AS "excluded",
              BOOL_OR(CAST("t21"."word" IN ('opened', 'reported') AS BOOLEAN)) AS "open_still"
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
                    "t9"."n",
                    "t9"."case",
                    UNNEST("t9"."deals") AS "doubted",
                    'opened' AS "word"
                  FROM "check_opened" AS "t9"
                  ANTI JOIN "superseded" AS "t11"
                    ON "t9"."n" = "t11"."n"
                ) AS "t14"
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    "t10"."n",
                    "t10"."case",
                    UNNEST("t10"."deals") AS "doubted",
                    "t10"."end" AS "word"
                  FROM "check_ended" AS "t10"
                  ANTI JOIN "superseded" AS "t11"
                    ON "t10"."n" = "t11"."n"
                ) AS "t15"
              ) AS "t16"
              GROUP BY
                1,
                2
            ) AS "t21"
            GROUP BY
              1
          ) AS "t24"
        ) AS "t30"
          ON "t29"."deal" = "t30"."doubted"
      ) AS "t31"
    ) AS "t32"
  ) AS "t33"
  WHERE
    "t33"."day" >= MAKE_DATE(2019, 1, 1) AND "t33"."day" < MAKE_DATE(2025, 1, 1)
) AS "t34"
GROUP BY
  1,
  2
