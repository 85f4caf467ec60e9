WITH "t19" AS (
  SELECT
    "t13"."n",
    "t13"."recorded_at",
    "t13"."by",
    "t13"."reference",
    "t13"."document",
    "t13"."reason",
    "t13"."supersedes",
    "t13"."on",
    "t13"."party",
    "t13"."kind_of_party",
    "t13"."name",
    "t13"."name_sealed",
    "t13"."code",
    "t13"."place",
    "t13"."industry",
    "t13"."sme",
    "t13"."founded_known",
    "t13"."controller"
  FROM "party_registered" AS "t13"
  ANTI JOIN "superseded" AS "t10"
    ON "t13"."n" = "t10"."n"
), "t48" AS (
  SELECT
    "t47"."n",
    "t47"."division",
    "t47"."day",
    "t47"."client",
    CASE
      WHEN "t47"."sme" IS NULL
      THEN 'untold'
      WHEN NOT (
        "t47"."sme"
      )
      THEN 'other'
      WHEN COALESCE("t47"."excluded", FALSE)
      THEN 'excluded'
      ELSE 'converted'
    END AS "state",
    "t30"."used" IS NOT NULL AS "with_use"
  FROM (
    SELECT
      "t45".*
      EXCLUDE ("doubted")
    FROM (
      SELECT
        "t44"."n",
        "t44"."day",
        "t44"."division",
        "t44"."deal",
        "t44"."giver",
        "t44"."client",
        "t44"."sme",
        "t40"."doubted",
        "t40"."excluded"
      FROM (
        SELECT
          "t42".*
          EXCLUDE ("party")
        FROM (
          SELECT
            "t41"."n",
            "t41"."day",
            "t41"."division",
            "t41"."deal",
            "t41"."giver",
            "t41"."client",
            "t32"."party",
            "t32"."sme"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t33"."n",
                "t33"."day",
                "t33"."division",
                "t33"."deal",
                "t33"."giver",
                UNNEST("t33"."takers") AS "client"
              FROM (
                SELECT
                  "t24"."n",
                  "t24"."on" AS "day",
                  "t24"."to_place" AS "division",
                  "t24"."deal",
                  UNNEST("t24"."transferors") AS "giver",
                  "t24"."transferees" AS "takers"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t14"."n",
                      "t14"."recorded_at",
                      "t14"."by",
                      "t14"."reference",
                      "t14"."document",
                      "t14"."reason",
                      "t14"."supersedes",
                      "t14"."on",
                      "t14"."deal",
                      "t14"."right",
                      "t14"."kind_of_right",
                      "t14"."transferors",
                      "t14"."transferees",
                      "t14"."from_place",
                      "t14"."to_place",
                      "t14"."proof",
                      "t14"."contract_on",
                      "t14"."price",
                      "t14"."free",
                      "t14"."related",
                      "t14"."register_no"
                    FROM "transfer_registered" AS "t14"
                    ANTI JOIN "superseded" AS "t10"
                      ON "t14"."n" = "t10"."n"
                  ) AS "t20"
                  WHERE
                    ARRAY_CONTAINS(CAST(['listed', 'notice'] AS TEXT[]), "t20"."proof")
                    AND ARRAY_CONTAINS(CAST(['invention', 'utility_model', 'design'] AS TEXT[]), "t20"."kind_of_right")
                ) AS "t24"
              ) AS "t33"
            ) AS "t36"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                "t34"."n",
                "t34"."day",
                "t34"."division",
                "t34"."deal",
                "t34"."giver",
                UNNEST("t34"."takers") AS "client"
              FROM (
                SELECT
                  "t25"."n",
                  "t25"."on" AS "day",
                  "t25"."to_place" AS "division",
                  "t25"."deal",
                  UNNEST("t25"."licensors") AS "giver",
                  "t25"."licensees" AS "takers"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t15"."n",
                      "t15"."recorded_at",
                      "t15"."by",
                      "t15"."reference",
                      "t15"."document",
                      "t15"."reason",
                      "t15"."supersedes",
                      "t15"."on",
                      "t15"."deal",
                      "t15"."right",
                      "t15"."kind_of_right",
                      "t15"."kind_of_licence",
                      "t15"."licensors",
                      "t15"."licensees",
                      "t15"."from_place",
                      "t15"."to_place",
                      "t15"."proof",
                      "t15"."contract_on",
                      "t15"."starts_on",
                      "t15"."until",
                      "t15"."price",
                      "t15"."free",
                      "t15"."related",
                      "t15"."territory",
                      "t15"."field_of_use",
                      "t15"."register_no"
                    FROM "licence_recorded" AS "t15"
                    ANTI JOIN "superseded" AS "t10"
                      ON "t15"."n" = "t10"."n"
                  ) AS "t21"
                  WHERE
                    ARRAY_CONTAINS(CAST(['listed', 'notice'] AS TEXT[]), "t21"."proof")
                    AND ARRAY_CONTAINS(CAST(['invention', 'utility_model', 'design'] AS TEXT[]), "t21"."kind_of_right")
                ) AS "t25"
              ) AS "t34"
            ) AS "t37"
          ) AS "t41"
          SEMI JOIN (
            SELECT DISTINCT
              "t23"."party" AS "school"
            FROM "t19" AS "t23"
            WHERE
              ARRAY_CONTAINS(CAST(['university', 'institute'] AS TEXT[]), "t23"."kind_of_party")
          ) AS "t31"
            ON "t41"."giver" = "t31"."school"
          LEFT OUTER JOIN (
            SELECT
              "t23"."party",
              FIRST("t23"."sme" ORDER BY "t23"."n" DESC) AS "sme"
            FROM "t19" AS "t23"
            GROUP BY
              1
          ) AS "t32"
            ON "t41"."client" = "t32"."party"
        ) AS "t42"
      ) AS "t44"
      LEFT OUTER JOIN (
        SELECT
          "t35"."doubted",
          "t35"."excluded"
        FROM (
          SELECT
            "t27"."doubted",
            BOOL_OR(CAST("t27"."word" = 'excluded' AS BOOLEAN)) AS "excluded",
            BOOL_OR(CAST("t27"."word" IN ('opened', 'reported') AS BOOLEAN)) AS "open_still"
          FROM (
            SELECT
              "t22"."case",
              "t22"."doubted",
              FIRST("t22"."word" ORDER BY "t22"."n" DESC) AS "word"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t11"."n",
                  "t11"."case",
                  UNNEST("t11"."deals") AS "doubted",
                  'opened' AS "word"
                FROM "check_opened" AS "t11"
                ANTI JOIN "superseded" AS "t10"
                  ON "t11"."n" = "t10"."n"
              ) AS "t17"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  "t12"."n",
                  "t12"."case",
                  UNNEST("t12"."deals") AS "doubted",
                  "t12"."end" AS "word"
                FROM "check_ended" AS "t12"
                ANTI JOIN "superseded" AS "t10"
                  ON "t12"."n" = "t10"."n"
              ) AS "t18"
            ) AS "t22"
            GROUP BY
              1,
              2
          ) AS "t27"
          GROUP BY
            1
        ) AS "t35"
      ) AS "t40"
        ON "t44"."deal" = "t40"."doubted"
    ) AS "t45"
  ) AS "t47"
  LEFT OUTER JOIN (
    SELECT DISTINCT
      "t16"."deal" AS "used"
    FROM (
      SELECT
        "t9"."n",
        "t9"."recorded_at",
        "t9"."by",
        "t9"."reference",
        "t9"."document",
        "t9"."reason",
        "t9"."supersedes",
        "t9"."on",
        "t9"."deal",
        "t9"."year",
        "t9"."evidence",
        "t9"."products",
        "t9"."sales",
        "t9"."jobs",
        "t9"."place"
      FROM "use_reported" AS "t9"
      ANTI JOIN "superseded" AS "t10"
        ON "t9"."n" = "t10"."n"
    ) AS "t16"
    WHERE
      ARRAY_LENGTH("t16"."evidence") > 0
  ) AS "t30"
    ON "t47"."deal" = "t30"."used"
), "t50" AS (
  SELECT
    *
  FROM "t48" AS "t49"
  WHERE
    "t49"."state" = 'converted'
)
SELECT
  "t61"."place",
  "t61"."window",
  COUNT(*) FILTER(WHERE
    "t61"."state" = 'converted') AS "converted",
  COUNT(*) FILTER(WHERE
    (
      "t61"."state" = 'converted'
    ) AND "t61"."with_use") AS "with_use",
  COUNT(*) FILTER(WHERE
    "t61"."state" = 'excluded') AS "excluded",
  COUNT(*) FILTER(WHERE
    "t61"."state" = 'untold') AS "untold",
  COUNT(*) FILTER(WHERE
    "t61"."state" = 'other') AS "other",
  SUM("t61"."facts") AS "facts"
FROM (
  SELECT
    "t60"."place",
    "t60"."client",
    "t60"."day",
    "t60"."state",
    "t60"."with_use",
    "t60"."facts",
    CAST(EXTRACT(year FROM "t60"."day") - 2019 AS INT) AS "window"
  FROM (
    SELECT
      "t59"."place",
      "t59"."client",
      MIN("t59"."day") AS "day",
      MIN("t59"."state") AS "state",
      BOOL_OR(CAST("t59"."with_use" AS BOOLEAN)) AS "with_use",
      COUNT(DISTINCT "t59"."n") AS "facts"
    FROM (
      SELECT
        "t58"."n",
        "t58"."division",
        "t58"."day",
        "t58"."client",
        "t58"."state",
        "t58"."with_use",
        "t8"."place"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            *
          FROM "t50" AS "t51"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t54"."n",
              "t54"."division",
              "t54"."day",
              "t54"."client",
              "t54"."state",
              "t54"."with_use"
            FROM (
              SELECT
                *
              FROM "t48" AS "t49"
              WHERE
                NOT (
                  "t49"."state" = 'converted'
                )
            ) AS "t54"
            ANTI JOIN "t50" AS "t53"
              ON "t54"."client" = "t53"."client"
          ) AS "t55"
        ) AS "t56"
        WHERE
          "t56"."day" < MAKE_DATE(2025, 1, 1)
      ) AS "t58"
      INNER JOIN "places" AS "t8"
        ON "t58"."division" = "t8"."division"
    ) AS "t59"
    GROUP BY
      1,
      2
  ) AS "t60"
  WHERE
    "t60"."day" >= MAKE_DATE(2019, 1, 1) AND "t60"."day" < MAKE_DATE(2025, 1, 1)
) AS "t61"
GROUP BY
  1,
  2
