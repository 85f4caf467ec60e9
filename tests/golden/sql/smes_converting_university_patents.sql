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
), "t49" AS (
  SELECT
    "t48"."n",
    "t48"."division",
    "t48"."day",
    "t48"."client",
    CASE
      WHEN "t48"."sme" IS NULL
      THEN 'untold'
      WHEN NOT (
        "t48"."sme"
      )
      THEN 'other'
      WHEN COALESCE("t48"."excluded", FALSE)
      THEN 'excluded'
      ELSE 'converted'
    END AS "state",
    "t33"."used" IS NOT NULL AS "with_use"
  FROM (
    SELECT
      "t46".*
      EXCLUDE ("doubted")
    FROM (
      SELECT
        "t45"."n",
        "t45"."day",
        "t45"."division",
        "t45"."deal",
        "t45"."giver",
        "t45"."client",
        "t45"."sme",
        "t41"."doubted",
        "t41"."excluded"
      FROM (
        SELECT
          "t43".*
          EXCLUDE ("party")
        FROM (
          SELECT
            "t42"."n",
            "t42"."day",
            "t42"."division",
            "t42"."deal",
            "t42"."giver",
            "t42"."client",
            "t32"."party",
            "t32"."sme"
          FROM (
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
                  UNNEST("t25"."transferors") AS "giver",
                  "t25"."transferees" AS "takers"
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
                ) AS "t25"
              ) AS "t34"
            ) AS "t37"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                "t35"."n",
                "t35"."day",
                "t35"."division",
                "t35"."deal",
                "t35"."giver",
                UNNEST("t35"."takers") AS "client"
              FROM (
                SELECT
                  "t26"."n",
                  "t26"."on" AS "day",
                  "t26"."to_place" AS "division",
                  "t26"."deal",
                  UNNEST("t26"."licensors") AS "giver",
                  "t26"."licensees" AS "takers"
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
                ) AS "t26"
              ) AS "t35"
            ) AS "t38"
          ) AS "t42"
          SEMI JOIN (
            SELECT DISTINCT
              "t23"."party" AS "school"
            FROM "t19" AS "t23"
            WHERE
              ARRAY_CONTAINS(CAST(['university', 'institute'] AS TEXT[]), "t23"."kind_of_party")
          ) AS "t31"
            ON "t42"."giver" = "t31"."school"
          LEFT OUTER JOIN (
            SELECT
              "t23"."party",
              FIRST("t23"."sme" ORDER BY "t23"."n" DESC) AS "sme"
            FROM "t19" AS "t23"
            GROUP BY
              1
          ) AS "t32"
            ON "t42"."client" = "t32"."party"
        ) AS "t43"
      ) AS "t45"
      LEFT OUTER JOIN (
        SELECT
          "t36"."doubted",
          "t36"."excluded"
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
        ) AS "t36"
      ) AS "t41"
        ON "t45"."deal" = "t41"."doubted"
    ) AS "t46"
  ) AS "t48"
  LEFT OUTER JOIN (
    SELECT DISTINCT
      "t24"."deal" AS "used"
    FROM (
      SELECT
        "t16"."deal",
        "t16"."year",
        FIRST("t16"."some" ORDER BY "t16"."n" DESC) AS "some"
      FROM (
        SELECT
          "t9"."deal",
          "t9"."year",
          "t9"."n",
          ARRAY_LENGTH("t9"."evidence") > 0 AS "some"
        FROM "use_reported" AS "t9"
        ANTI JOIN "superseded" AS "t10"
          ON "t9"."n" = "t10"."n"
      ) AS "t16"
      GROUP BY
        1,
        2
    ) AS "t24"
    WHERE
      "t24"."some"
  ) AS "t33"
    ON "t48"."deal" = "t33"."used"
), "t51" AS (
  SELECT
    *
  FROM "t49" AS "t50"
  WHERE
    "t50"."state" = 'converted'
)
SELECT
  "t62"."place",
  "t62"."window",
  COUNT(*) FILTER(WHERE
    "t62"."state" = 'converted') AS "converted",
  COUNT(*) FILTER(WHERE
    (
      "t62"."state" = 'converted'
    ) AND "t62"."with_use") AS "with_use",
  COUNT(*) FILTER(WHERE
    "t62"."state" = 'excluded') AS "excluded",
  COUNT(*) FILTER(WHERE
    "t62"."state" = 'untold') AS "untold",
  COUNT(*) FILTER(WHERE
    "t62"."state" = 'other') AS "other",
  SUM("t62"."facts") AS "facts"
FROM (
  SELECT
    "t61"."place",
    "t61"."client",
    "t61"."day",
    "t61"."state",
    "t61"."with_use",
    "t61"."facts",
    CAST(EXTRACT(year FROM "t61"."day") - 2019 AS INT) AS "window"
  FROM (
    SELECT
      "t60"."place",
      "t60"."client",
      MIN("t60"."day") AS "day",
      MIN("t60"."state") AS "state",
      BOOL_OR(CAST("t60"."with_use" AS BOOLEAN)) AS "with_use",
      COUNT(DISTINCT "t60"."n") AS "facts"
    FROM (
      SELECT
        "t59"."n",
        "t59"."division",
        "t59"."day",
        "t59"."client",
        "t59"."state",
        "t59"."with_use",
        "t8"."place"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            *
          FROM "t51" AS "t52"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t55"."n",
              "t55"."division",
              "t55"."day",
              "t55"."client",
              "t55"."state",
              "t55"."with_use"
            FROM (
              SELECT
                *
              FROM "t49" AS "t50"
              WHERE
                NOT (
                  "t50"."state" = 'converted'
                )
            ) AS "t55"
            ANTI JOIN "t51" AS "t54"
              ON "t55"."client" = "t54"."client"
          ) AS "t56"
        ) AS "t57"
        WHERE
          "t57"."day" < MAKE_DATE(2025, 1, 1)
      ) AS "t59"
      INNER JOIN "places" AS "t8"
        ON "t59"."division" = "t8"."division"
    ) AS "t60"
    GROUP BY
      1,
      2
  ) AS "t61"
  WHERE
    "t61"."day" >= MAKE_DATE(2019, 1, 1) AND "t61"."day" < MAKE_DATE(2025, 1, 1)
) AS "t62"
GROUP BY
  1,
  2
