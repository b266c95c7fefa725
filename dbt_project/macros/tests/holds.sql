{% test holds(model, condition) %}
{#- Fails for each row on which the condition is not true; an unknown answer is not true. -#}
select *
from {{ model }}
where not coalesce({{ condition }}, false)
{% endtest %}
