SELECT
  "t29"."place",
  "t29"."window",
  SUM("t29"."whole") AS "gross",
  SUM("t29"."whole") FILTER(WHERE
    "t29"."cancelled") AS "cancelled",
  SUM("t29"."whole") FILTER(WHERE
    NOT (
      "t29"."cancelled"
    )) AS "net",
  SUM("t29"."technology") FILTER(WHERE
    NOT (
      "t29"."cancelled"
    )) AS "technology",
  COUNT(*) FILTER(WHERE
    NOT (
      "t29"."cancelled"
    )) AS "contracts",
  COUNT(*) FILTER(WHERE
    NOT (
      "t29"."cancelled"
    ) AND NOT (
      "t29"."linked"
    )) AS "unlinked",
  SUM("t29"."facts") AS "facts"
FROM (
  SELECT
    "t28"."place",
    "t28"."contract",
    "t28"."day",
    COALESCE("t28"."whole_now", "t28"."whole") AS "whole",
    CASE
      WHEN "t28"."amended_contract" IS NULL
      THEN "t28"."technology"
      ELSE "t28"."technology_now"
    END AS "technology",
    "t28"."linked",
    "t28"."by_type",
    "t28"."facts",
    "t28"."gone_contract" IS NOT NULL AS "cancelled",
    CAST(EXTRACT(year FROM "t28"."day") - 2019 AS INT) AS "window"
  FROM (
    SELECT
      "t27"."place",
      "t27"."contract",
      "t27"."day",
      "t27"."whole",
      "t27"."technology",
      "t27"."linked",
      "t27"."by_type",
      "t27"."facts",
      "t21"."amended_contract",
      "t21"."whole_now",
      "t21"."technology_now",
      "t16"."gone_contract"
    FROM (
      SELECT
        "t25"."place",
        "t25"."contract",
        MIN("t25"."day") AS "day",
        MAX("t25"."whole") AS "whole",
        MAX("t25"."technology") AS "technology",
        BOOL_OR(CAST("t25"."linked" AS BOOLEAN)) AS "linked",
        BOOL_OR(CAST("t25"."by_type" AS BOOLEAN)) AS "by_type",
        COUNT(*) AS "facts"
      FROM (
        SELECT
          "t24"."n",
          "t24"."division",
          "t24"."day",
          "t24"."contract",
          "t24"."whole",
          "t24"."technology",
          "t24"."linked",
          "t24"."by_type",
          "t6"."place"
        FROM (
          SELECT
            "t22"."n",
            "t22"."place" AS "division",
            "t22"."on" AS "day",
            "t22"."contract",
            "t22"."whole",
            "t22"."technology",
            COALESCE("t22"."any_patent", ARRAY_LENGTH("t22"."rights") > 0) AS "linked",
            ARRAY_CONTAINS(
              CAST(['patent_transfer', 'application_transfer', 'patent_licence'] AS TEXT[]),
              "t22"."type_of_contract"
            ) AS "by_type"
          FROM (
            SELECT
              "t10"."n",
              "t10"."recorded_at",
              "t10"."by",
              "t10"."reference",
              "t10"."document",
              "t10"."reason",
              "t10"."supersedes",
              "t10"."on",
              "t10"."contract",
              "t10"."number",
              "t10"."type_of_contract",
              "t10"."title",
              "t10"."sellers",
              "t10"."buyers",
              "t10"."place",
              "t10"."whole",
              "t10"."technology",
              "t10"."signed_on",
              "t10"."rights",
              "t19"."linked_contract",
              "t19"."any_patent"
            FROM "contract_registered" AS "t10"
            ANTI JOIN "superseded" AS "t9"
              ON "t10"."n" = "t9"."n"
            LEFT OUTER JOIN (
              SELECT
                "t14"."linked_contract",
                FIRST("t14"."some" ORDER BY "t14"."n" DESC) AS "any_patent"
              FROM (
                SELECT
                  "t11"."contract" AS "linked_contract",
                  "t11"."n",
                  ARRAY_LENGTH("t11"."rights") > 0 AS "some"
                FROM "contract_linked" AS "t11"
                ANTI JOIN "superseded" AS "t9"
                  ON "t11"."n" = "t9"."n"
              ) AS "t14"
              GROUP BY
                1
            ) AS "t19"
              ON "t10"."contract" = "t19"."linked_contract"
          ) AS "t22"
          WHERE
            ARRAY_CONTAINS(
              CAST(['patent_transfer', 'application_transfer', 'patent_licence'] AS TEXT[]),
              "t22"."type_of_contract"
            )
            AND "t22"."on" < MAKE_DATE(2025, 1, 1)
        ) AS "t24"
        INNER JOIN "places" AS "t6"
          ON "t24"."division" = "t6"."division"
      ) AS "t25"
      GROUP BY
        1,
        2
    ) AS "t27"
    LEFT OUTER JOIN (
      SELECT
        "t17"."contract" AS "amended_contract",
        "t17"."whole_now",
        "t17"."technology_now"
      FROM (
        SELECT
          "t13"."contract",
          FIRST("t13"."whole" ORDER BY "t13"."n" DESC) AS "whole_now",
          FIRST("t13"."technology" ORDER BY "t13"."n" DESC) AS "technology_now"
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
            "t8"."contract",
            "t8"."whole",
            "t8"."technology"
          FROM "contract_amended" AS "t8"
          ANTI JOIN "superseded" AS "t9"
            ON "t8"."n" = "t9"."n"
        ) AS "t13"
        GROUP BY
          1
      ) AS "t17"
    ) AS "t21"
      ON "t27"."contract" = "t21"."amended_contract"
    LEFT OUTER JOIN (
      SELECT DISTINCT
        *
      FROM (
        SELECT
          "t7"."contract" AS "gone_contract"
        FROM "contract_cancelled" AS "t7"
        ANTI JOIN "superseded" AS "t9"
          ON "t7"."n" = "t9"."n"
      ) AS "t12"
    ) AS "t16"
      ON "t27"."contract" = "t16"."gone_contract"
  ) AS "t28"
  WHERE
    "t28"."day" >= MAKE_DATE(2019, 1, 1) AND "t28"."day" < MAKE_DATE(2025, 1, 1)
) AS "t29"
GROUP BY
  1,
  2
