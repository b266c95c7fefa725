{% macro few_subjects() -%}
    {#- How many people or firms may share a row or a value before it says nothing about any one of them. -#}
    {{ var('few_subjects', 6) }}
{%- endmacro %}

{% macro standing_findings() -%}
    {#-
    Of the CTEs `findings` and `indicators` what is to be looked at, each with the probability that it is true: what was
    refuted or is excepted is no lead; what was confirmed is certain.
    -#}
    select
        findings.*,
        case when findings.verdict = 'confirmed' then 1.0 else indicators.precision_expected end as probability
    from findings
    inner join indicators on findings.indicator_id = indicators.indicator_id
    where findings.status in ('new', 'open', 'returned') and coalesce(findings.verdict <> 'refuted', true)
{%- endmacro %}

{% macro any_true(probability) -%}
    {#-
    An aggregate: the probability that at least one of several is true, each for itself. Rounded, since the order of adding
    up moves the last digits and the order of the leads must not hang on them.
    -#}
    round(1 - exp(sum(ln(greatest(1 - {{ probability }}, 0.000001)))), 9)
{%- endmacro %}
