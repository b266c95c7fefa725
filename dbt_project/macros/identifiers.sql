{% macro task_id(round_code, task_no) -%}
    {{ round_code }} || '-' || {{ pad_number(task_no, 3) }}
{%- endmacro %}

{% macro measure_id(round_code, task_no, measure_no) -%}
    {{ task_id(round_code, task_no) }} || '-' || {{ pad_number(measure_no, 2) }}
{%- endmacro %}
