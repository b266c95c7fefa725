{% macro responsible(lead_unit, leader) -%}
    {#- Out of the flags has_other_unit and has_other_leader: only the names that differ, unit before leader. -#}
    case
        when has_other_unit and has_other_leader
            then coalesce({{ lead_unit }}, '') || '、' || coalesce({{ leader }}, '')
        when has_other_unit then {{ lead_unit }}
        else {{ leader }}
    end
{%- endmacro %}
