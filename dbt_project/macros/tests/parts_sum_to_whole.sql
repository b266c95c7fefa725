{% test parts_sum_to_whole(model, by, part, whole, sums) %}
{#- Fails for each group in which the rows of the parts do not add up to the row of the whole; a cent may be lost in rounding. -#}
select
    {{ by | join(', ') }}
from {{ model }}
group by {{ by | join(', ') }}
having
    {%- for column in sums %}
    {% if not loop.first %}or {% endif -%}
    abs(
        coalesce(sum(case when {{ part }} <> '{{ whole }}' then {{ column }} end), 0)
        - coalesce(sum(case when {{ part }} = '{{ whole }}' then {{ column }} end), 0)
    ) > 0.005
    {%- endfor %}
{% endtest %}
