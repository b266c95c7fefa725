{% test unique_combination(model, columns) %}
{#- Fails for repeated keys and for keys with an empty part: either breaks a join. -#}
select {{ columns | join(', ') }}, count(*) as rows_with_key
from {{ model }}
group by {{ columns | join(', ') }}
having
    count(*) > 1
    {%- for column in columns %}
    or {{ column }} is null
    {%- endfor %}
{% endtest %}
