{#- Text functions as each engine writes them. Another engine adds `<adapter>__…` beside `default__…`. -#}

{% macro fold_name(expression) %}{{ return(adapter.dispatch('fold_name', 'taizhang')(expression)) }}{% endmacro %}
{% macro default__fold_name(expression) -%}
    nullif(translate(regexp_replace({{ expression }}, '[\s　]', '', 'g'), '（）', '()'), '')
{%- endmacro %}

{% macro each_name(expression) %}{{ return(adapter.dispatch('each_name', 'taizhang')(expression)) }}{% endmacro %}
{% macro default__each_name(expression) %}unnest(regexp_split_to_array({{ expression }}, '[、，,；;]')){% endmacro %}

{% macro as_text(expression) %}{{ return(adapter.dispatch('as_text', 'taizhang')(expression)) }}{% endmacro %}
{% macro default__as_text(expression) %}cast({{ expression }} as varchar){% endmacro %}

{% macro pad_number(expression, digits) %}{{ return(adapter.dispatch('pad_number', 'taizhang')(expression, digits)) }}{% endmacro %}
{% macro default__pad_number(expression, digits) -%}
    {#- lpad cuts longer text off: a number beyond the width keeps all its digits. -#}
    case
        when length(cast({{ expression }} as varchar)) >= {{ digits }} then cast({{ expression }} as varchar)
        else lpad(cast({{ expression }} as varchar), {{ digits }}, '0')
    end
{%- endmacro %}

{#- JSON of column → text, without the empty ones; each text is that of the column `prefix` ~ name. -#}
{% macro json_of_texts(columns, prefix='') %}{{ return(adapter.dispatch('json_of_texts', 'taizhang')(columns, prefix)) }}{% endmacro %}
{% macro default__json_of_texts(columns, prefix) -%}
    {#- A merge patch drops every key whose value is null. -#}
    cast(json_merge_patch('{}', json_object(
        {%- for column in columns %}
        '{{ column }}', cast({{ prefix ~ column }} as varchar){{ ',' if not loop.last }}
        {%- endfor %}
    )) as varchar)
{%- endmacro %}
