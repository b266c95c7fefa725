{% macro responsible(lead_unit, leader) -%}
    {#- Out of the flags has_other_unit and has_other_leader: only the names that differ, unit before leader. -#}
    case
        when has_other_unit and has_other_leader
            then coalesce({{ lead_unit }}, '') || '、' || coalesce({{ leader }}, '')
        when has_other_unit then {{ lead_unit }}
        else {{ leader }}
    end
{%- endmacro %}

{% macro has_other(column, id=none) -%}
    {#- Whether a name differs from the one before; not where both are names of one registered `id`. -#}
    coalesce({{ column }}, '') <> coalesce({{ column }}_before, '')
    {%- if id %} and not coalesce({{ id }} = {{ id }}_before, false){% endif %}
{%- endmacro %}

{% macro reassigned_rows(entity, person) -%}
    {{
        change_rows(
            'known', entity, 'reassigned', 'responsible', 'has_other_unit or has_other_leader',
            before=responsible('lead_unit_before', person ~ '_before'), after=responsible('lead_unit', person)
        )
    }}
{%- endmacro %}
