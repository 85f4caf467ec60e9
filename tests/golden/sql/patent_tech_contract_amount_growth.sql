SELECT
  "t30"."place",
  "t30"."window",
  SUM("t30"."whole") AS "gross",
  SUM("t30"."whole") FILTER(WHERE
    "t30"."cancelled") AS "cancelled",
  SUM("t30"."whole") FILTER(WHERE
    NOT (
      "t30"."cancelled"
    )) AS "net",
  SUM("t30"."technology") FILTER(WHERE
    NOT (
      "t30"."cancelled"
    )) AS "technology",
  COUNT(*) FILTER(WHERE
    NOT (
      "t30"."cancelled"
    )) AS "contracts",
  COUNT(*) FILTER(WHERE
    NOT (
      "t30"."cancelled"
    ) AND NOT (
      "t30"."linked"
    )) AS "unlinked",
  SUM("t30"."facts") AS "facts"
FROM (
  SELECT
    "t29"."place",
    "t29"."contract",
    "t29"."day",
    COALESCE("t29"."whole_now", "t29"."whole") AS "whole",
    CASE
      WHEN "t29"."amended_contract" IS NULL
      THEN "t29"."technology"
      ELSE "t29"."technology_now"
    END AS "technology",
    "t29"."linked",
    "t29"."by_type",
    "t29"."facts",
    "t29"."gone_contract" IS NOT NULL AS "cancelled",
    CAST(EXTRACT(year FROM "t29"."day") - 2019 AS INT) AS "window"
  FROM (
    SELECT
      "t28"."place",
      "t28"."contract",
      "t28"."day",
      "t28"."whole",
      "t28"."technology",
      "t28"."linked",
      "t28"."by_type",
      "t28"."facts",
      "t24"."amended_contract",
      "t24"."whole_now",
      "t24"."technology_now",
      "t16"."gone_contract"
    FROM (
      SELECT
        "t26"."place",
        "t26"."contract",
        MIN("t26"."day") AS "day",
        MAX("t26"."whole") AS "whole",
        MAX("t26"."technology") AS "technology",
        BOOL_OR(CAST("t26"."linked" AS BOOLEAN)) AS "linked",
        BOOL_OR(CAST("t26"."by_type" AS BOOLEAN)) AS "by_type",
        COUNT(*) AS "facts"
      FROM (
        SELECT
          "t25"."n",
          "t25"."division",
          "t25"."day",
          "t25"."contract",
          "t25"."whole",
          "t25"."technology",
          "t25"."linked",
          "t25"."by_type",
          "t6"."place"
        FROM (
          SELECT
            "t20"."n",
            "t20"."place" AS "division",
            "t20"."on" AS "day",
            "t20"."contract",
            "t20"."whole",
            "t20"."technology",
            COALESCE("t20"."any_patent", ARRAY_LENGTH("t20"."rights") > 0) AS "linked",
            ARRAY_CONTAINS(
              CAST(['patent_transfer', 'application_transfer', 'patent_licence'] AS TEXT[]),
              "t20"."type_of_contract"
            ) AS "by_type"
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
              "t9"."contract",
              "t9"."number",
              "t9"."type_of_contract",
              "t9"."title",
              "t9"."sellers",
              "t9"."buyers",
              "t9"."place",
              "t9"."whole",
              "t9"."technology",
              "t9"."signed_on",
              "t9"."rights",
              "t18"."linked_contract",
              "t18"."any_patent"
            FROM "contract_registered" AS "t9"
            ANTI JOIN "superseded" AS "t8"
              ON "t9"."n" = "t8"."n"
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
                ANTI JOIN "superseded" AS "t8"
                  ON "t11"."n" = "t8"."n"
              ) AS "t14"
              GROUP BY
                1
            ) AS "t18"
              ON "t9"."contract" = "t18"."linked_contract"
          ) AS "t20"
          WHERE
            ARRAY_CONTAINS(
              CAST(['patent_transfer', 'application_transfer', 'patent_licence'] AS TEXT[]),
              "t20"."type_of_contract"
            )
            AND "t20"."on" < MAKE_DATE(2025, 1, 1)
        ) AS "t25"
        INNER JOIN "places" AS "t6"
          ON "t25"."division" = "t6"."division"
      ) AS "t26"
      GROUP BY
        1,
        2
    ) AS "t28"
    LEFT OUTER JOIN (
      SELECT
        "t21"."contract" AS "amended_contract",
        "t21"."whole_now",
        "t21"."technology_now"
      FROM (
        SELECT
          "t19"."contract",
          FIRST("t19"."whole" ORDER BY "t19"."place_in_time" DESC) AS "whole_now",
          FIRST("t19"."technology" ORDER BY "t19"."place_in_time" DESC) AS "technology_now"
        FROM (
          SELECT
            "t13"."n",
            "t13"."recorded_at",
            "t13"."by",
            "t13"."reference",
            "t13"."document",
            "t13"."reason",
            "t13"."supersedes",
            "t13"."on",
            "t13"."contract",
            "t13"."whole",
            "t13"."technology",
            (
              (
                (
                  EXTRACT(year FROM "t13"."on") * 10000
                ) + (
                  EXTRACT(month FROM "t13"."on") * 100
                ) + EXTRACT(day FROM "t13"."on")
              ) * 100000000000
            ) + "t13"."n" AS "place_in_time"
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
              "t10"."whole",
              "t10"."technology"
            FROM "contract_amended" AS "t10"
            ANTI JOIN "superseded" AS "t8"
              ON "t10"."n" = "t8"."n"
          ) AS "t13"
        ) AS "t19"
        GROUP BY
          1
      ) AS "t21"
    ) AS "t24"
      ON "t28"."contract" = "t24"."amended_contract"
    LEFT OUTER JOIN (
      SELECT DISTINCT
        *
      FROM (
        SELECT
          "t7"."contract" AS "gone_contract"
        FROM "contract_cancelled" AS "t7"
        ANTI JOIN "superseded" AS "t8"
          ON "t7"."n" = "t8"."n"
      ) AS "t12"
    ) AS "t16"
      ON "t28"."contract" = "t16"."gone_contract"
  ) AS "t29"
  WHERE
    "t29"."day" >= MAKE_DATE(2019, 1, 1) AND "t29"."day" < MAKE_DATE(2025, 1, 1)
) AS "t30"
GROUP BY
  1,
  2
