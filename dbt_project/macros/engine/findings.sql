{#- What a finding carries: its rows as a list, its figures as JSON; and likeness of texts, as each engine writes them. -#}

{#- The rows of one finding, such as both sides of a match; without those that are not there. -#}
{% macro row_list(uids) %}{{ return(adapter.dispatch('row_list', 'taizhang')(uids)) }}{% endmacro %}
{% macro default__row_list(uids) %}list_sort(list_distinct([{{ uids | join(', ') }}])){% endmacro %}

{#- An aggregate: all rows of a group, in a fixed order. -#}
{% macro gathered_rows(uid) %}{{ return(adapter.dispatch('gathered_rows', 'taizhang')(uid)) }}{% endmacro %}
{% macro default__gathered_rows(uid) -%}
    list(distinct {{ uid }} order by {{ uid }}) filter ({{ uid }} is not null)
{%- endmacro %}

{#- Two lists of rows as one. -#}
{% macro joined_rows(one, other) %}{{ return(adapter.dispatch('joined_rows', 'taizhang')(one, other)) }}{% endmacro %}
{% macro default__joined_rows(one, other) %}list_sort(list_distinct(list_concat({{ one }}, {{ other }}))){% endmacro %}

{#- An aggregate: the rows of several lists as one. -#}
{% macro merged_rows(uids) %}{{ return(adapter.dispatch('merged_rows', 'taizhang')(uids)) }}{% endmacro %}
{% macro default__merged_rows(uids) %}list_sort(list_distinct(flatten(list({{ uids }})))){% endmacro %}

{#- JSON of name → value of what the sentence of a finding says; `values` is a dict of name → expression. -#}
{% macro detail(values) %}{{ return(adapter.dispatch('detail', 'taizhang')(values)) }}{% endmacro %}
{% macro default__detail(values) -%}
    cast(json_object(
        {%- for name, expression in values.items() %}
        '{{ name }}', {{ expression }}{{ ',' if not loop.last }}
        {%- endfor %}
    ) as varchar)
{%- endmacro %}

{#- The distinct pairs of neighbouring signs of a text. -#}
{% macro sign_pairs(text) %}{{ return(adapter.dispatch('sign_pairs', 'taizhang')(text)) }}{% endmacro %}
{% macro default__sign_pairs(text) -%}
    list_distinct(list_transform(range(1, greatest(length({{ text }}), 1)), lambda place: substr({{ text }}, place, 2)))
{%- endmacro %}

{#- Share of pairs that two such lists have in common (Dice), 0 to 1. -#}
{% macro likeness(pairs, others) %}{{ return(adapter.dispatch('likeness', 'taizhang')(pairs, others)) }}{% endmacro %}
{% macro default__likeness(pairs, others) -%}
    2.0 * len(list_intersect({{ pairs }}, {{ others }})) / greatest(len({{ pairs }}) + len({{ others }}), 1)
{%- endmacro %}

{#- Whether two periods have a day in common; an empty end is open. -#}
{% macro overlaps(first_from, first_to, second_from, second_to) -%}
    ({{ first_from }} <= coalesce({{ second_to }}, cast('9999-12-31' as date))
    and {{ second_from }} <= coalesce({{ first_to }}, cast('9999-12-31' as date)))
{%- endmacro %}

{% macro add_months(day, months) %}{{ return(adapter.dispatch('add_months', 'taizhang')(day, months)) }}{% endmacro %}
{% macro default__add_months(day, months) %}cast({{ day }} + to_months(cast({{ months }} as integer)) as date){% endmacro %}

{#- An aggregate; exact. -#}
{% macro median_of(expression) %}{{ return(adapter.dispatch('median_of', 'taizhang')(expression)) }}{% endmacro %}
{% macro default__median_of(expression) %}median({{ expression }}){% endmacro %}

{#- Ten hex digits of a text's SHA-256: enough to tell the findings of a county apart, short enough to be copied. -#}
{% macro short_hash(text) %}{{ return(adapter.dispatch('short_hash', 'taizhang')(text)) }}{% endmacro %}
{% macro default__short_hash(text) %}substr(sha256({{ text }}), 1, 10){% endmacro %}

{#- A member of a JSON object, as text. -#}
{% macro json_text(json, name) %}{{ return(adapter.dispatch('json_text', 'taizhang')(json, name)) }}{% endmacro %}
{% macro default__json_text(json, name) %}json_extract_string({{ json }}, '$.{{ name }}'){% endmacro %}

{#- An aggregate: the value below which `share` of the values lie, median-unbiased (eighth definition of Hyndman and Fan). -#}
{% macro quantile_of(expression, share) %}{{ return(adapter.dispatch('quantile_of', 'taizhang')(expression, share)) }}{% endmacro %}
{% macro default__quantile_of(expression, share) -%}
    {%- set sorted = "(list(" ~ expression ~ " order by " ~ expression ~ ") filter (" ~ expression ~ " is not null))" -%}
    {%- set count = "count(" ~ expression ~ ")" -%}
    {%- set place = "greatest(1, least(" ~ count ~ ", (" ~ count ~ " + 1 / 3) * " ~ share ~ " + 1 / 3))" -%}
    ({{ sorted }}[cast(floor({{ place }}) as bigint)] + ({{ place }} - floor({{ place }}))
    * ({{ sorted }}[cast(ceil({{ place }}) as bigint)] - {{ sorted }}[cast(floor({{ place }}) as bigint)]))
{%- endmacro %}

{#- The chance of at least `hits` successes in `trials`, each of which succeeds with the chance `share`. -#}
{% macro binomial_tail(hits, trials, share) %}{{ return(adapter.dispatch('binomial_tail', 'taizhang')(hits, trials, share)) }}{% endmacro %}
{% macro default__binomial_tail(hits, trials, share) -%}
    list_sum(list_transform(
        range(cast({{ hits }} as bigint), cast({{ trials }} as bigint) + 1),
        lambda hit: exp(
            lgamma({{ trials }} + 1) - lgamma(hit + 1) - lgamma({{ trials }} - hit + 1)
            + hit * ln(greatest({{ share }}, 1e-12)) + ({{ trials }} - hit) * ln(greatest(1 - {{ share }}, 1e-12))
        )
    ))
{%- endmacro %}

{% macro minutes_between(first, last) %}{{ return(adapter.dispatch('minutes_between', 'taizhang')(first, last)) }}{% endmacro %}
{% macro default__minutes_between(first, last) %}date_diff('minute', {{ first }}, {{ last }}){% endmacro %}

{#- A text without every part that fits a pattern. -#}
{% macro without(text, pattern) %}{{ return(adapter.dispatch('without', 'taizhang')(text, pattern)) }}{% endmacro %}
{% macro default__without(text, pattern) %}regexp_replace({{ text }}, {{ pattern }}, '', 'g'){% endmacro %}

{#- In how many bits two digests of a picture differ; of digests that are not up to 16 hexadecimal digits none or empty. -#}
{% macro bits_apart(digest, other) %}{{ return(adapter.dispatch('bits_apart', 'taizhang')(digest, other)) }}{% endmacro %}
{% macro default__bits_apart(digest, other) -%}
    case
        when {{ digest }} = {{ other }} then 0
        else bit_count(xor(try_cast('0x' || {{ digest }} as ubigint), try_cast('0x' || {{ other }} as ubigint)))
    end
{%- endmacro %}

{#- Only the digits of a text, in their order. -#}
{% macro digits_of(text) %}{{ return(adapter.dispatch('digits_of', 'taizhang')(text)) }}{% endmacro %}
{% macro default__digits_of(text) %}regexp_replace({{ text }}, '[^0-9]', '', 'g'){% endmacro %}

{#- One row per member of a list. -#}
{% macro each_row(rows) %}{{ return(adapter.dispatch('each_row', 'taizhang')(rows)) }}{% endmacro %}
{% macro default__each_row(rows) %}unnest({{ rows }}){% endmacro %}
