{% macro leading_digits(amount, digits) -%}
    {#- The first significant digits of an amount above nought, read from its cents: a logarithm would round some up. -#}
    cast(substr({{ as_text('cast(round(' ~ amount ~ ' * 100) as bigint)') }} || '00', 1, {{ digits }}) as integer)
{%- endmacro %}

{% macro benford_digits(relation, by, amount, digits) -%}
    {#-
    One row per group (a column that is never empty) and possible leading digits: `amounts` above nought in the group,
    how many of them begin so (`occurrences`), the shares that are and that Benford's law expects, and the gap between
    the two that chance alone makes on average among so many amounts.
    -#}
    select
        grouped.{{ by }},
        expected.digits,
        grouped.amounts,
        coalesce(counted.occurrences, 0) as occurrences,
        coalesce(counted.occurrences, 0) * 1.0 / grouped.amounts as share,
        expected.share as expected_share,
        -- Mean absolute deviation of a normal variable: the root of 2 / pi of its standard deviation.
        sqrt(0.63662 * expected.share * (1 - expected.share) / grouped.amounts) as chance_gap
    from (
        select {{ by }}, count(*) as amounts from {{ relation }} where {{ amount }} > 0 group by {{ by }}
    ) as grouped
    cross join (
        select cast(digits as integer) as digits, log10(1 + 1.0 / cast(digits as integer)) as share
        from ({{ rows_of('digits', range(10 ** (digits - 1), 10 ** digits)) }}) as possible
    ) as expected
    left join (
        select {{ by }}, {{ leading_digits(amount, digits) }} as digits, count(*) as occurrences
        from {{ relation }}
        where {{ amount }} > 0
        group by {{ by }}, {{ leading_digits(amount, digits) }}
    ) as counted
        on grouped.{{ by }} = counted.{{ by }} and expected.digits = counted.digits
{%- endmacro %}
