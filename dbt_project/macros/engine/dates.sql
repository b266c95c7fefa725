{#- Dates as each engine writes them. Another engine adds `<adapter>__…` beside `default__…`. -#}

{% macro as_date(expression) %}{{ return(adapter.dispatch('as_date', 'taizhang')(expression)) }}{% endmacro %}
{% macro default__as_date(expression) %}cast({{ expression }} as date){% endmacro %}

{% macro add_days(day, days) %}{{ return(adapter.dispatch('add_days', 'taizhang')(day, days)) }}{% endmacro %}
{% macro default__add_days(day, days) %}cast({{ day }} + to_days(cast({{ days }} as integer)) as date){% endmacro %}

{% macro days_between(first, last) %}{{ return(adapter.dispatch('days_between', 'taizhang')(first, last)) }}{% endmacro %}
{% macro default__days_between(first, last) %}date_diff('day', {{ first }}, {{ last }}){% endmacro %}

{% macro at_hour(day, hour) %}{{ return(adapter.dispatch('at_hour', 'taizhang')(day, hour)) }}{% endmacro %}
{% macro default__at_hour(day, hour) %}cast({{ day }} as timestamp) + interval {{ hour }} hour{% endmacro %}

{% macro end_of_day(day) %}{{ return(adapter.dispatch('end_of_day', 'taizhang')(day)) }}{% endmacro %}
{% macro default__end_of_day(day) %}cast({{ day }} as timestamp) + interval 86399 second{% endmacro %}

{% macro week_start(day) %}{{ return(adapter.dispatch('week_start', 'taizhang')(day)) }}{% endmacro %}
{% macro default__week_start(day) %}cast(date_trunc('week', {{ day }}) as date){% endmacro %}

{% macro iso_week_id(day) %}{{ return(adapter.dispatch('iso_week_id', 'taizhang')(day)) }}{% endmacro %}
{% macro default__iso_week_id(day) %}strftime({{ day }}, '%G-W%V'){% endmacro %}

{% macro each_week(first_day, last_day) %}{{ return(adapter.dispatch('each_week', 'taizhang')(first_day, last_day)) }}{% endmacro %}
{% macro default__each_week(first_day, last_day) -%}
    cast(unnest(generate_series({{ week_start(first_day) }}, {{ week_start(last_day) }}, interval 7 day)) as date)
{%- endmacro %}

{% macro each_day(first_day, last_day) %}{{ return(adapter.dispatch('each_day', 'taizhang')(first_day, last_day)) }}{% endmacro %}
{% macro default__each_day(first_day, last_day) -%}
    cast(unnest(generate_series({{ first_day }}, {{ last_day }}, interval 1 day)) as date)
{%- endmacro %}

{% macro iso_weekday(day) %}{{ return(adapter.dispatch('iso_weekday', 'taizhang')(day)) }}{% endmacro %}
{% macro default__iso_weekday(day) %}isodow({{ day }}){% endmacro %}

{% macro month_start(day) %}{{ return(adapter.dispatch('month_start', 'taizhang')(day)) }}{% endmacro %}
{% macro default__month_start(day) %}cast(date_trunc('month', {{ day }}) as date){% endmacro %}

{% macro each_month(first_day, last_day) %}{{ return(adapter.dispatch('each_month', 'taizhang')(first_day, last_day)) }}{% endmacro %}
{% macro default__each_month(first_day, last_day) -%}
    cast(unnest(generate_series({{ month_start(first_day) }}, {{ month_start(last_day) }}, interval 1 month)) as date)
{%- endmacro %}
