{% macro change_rows(pairs, entity, change, field, where, before=none, after=none, source='row_uid') -%}
    {#-
    Rows of one kind of change out of a CTE that `paired_weeks` made of tasks or measures (`entity`): the field as it was
    and as it is, `source` the column of the row that says so. What has gone is named as it stood when last listed.
    -#}
    select
        week_id,
        '{{ entity }}' as entity,
        {{ entity }}_id as entity_id,
        {{ 'coalesce(task_id, task_id_before) as task_id' if entity == 'measure' else 'task_id' }},
        '{{ change }}' as change,
        '{{ field }}' as field,
        {{ as_text(before or field ~ '_before') }} as before,
        {{ as_text(after or field) }} as after,
        coalesce(title, title_before) as title,
        coalesce(lead_unit, lead_unit_before) as lead_unit,
        case when is_listed then org_id else org_id_before end as org_id,
        {{ source }}_before as row_uid_before,
        coalesce({{ source }}, {{ source }}_before) as row_uid
    from {{ pairs }}
    where {{ where }}
{%- endmacro %}

{% macro is_reworded(column) -%}
    {#- A space more or a full-width bracket is no other wording. -#}
    coalesce({{ fold_name(column) }}, '') <> coalesce({{ fold_name(column ~ '_before') }}, '')
{%- endmacro %}

{% macro at_one_place(one, other) -%}
    {#- One list of one week: a dataset, of one unit where each unit sends its own. -#}
    {{ one }}.week_no = {{ other }}.week_no
    and {{ one }}.dataset = {{ other }}.dataset
    and {{ one }}.unit_key = {{ other }}.unit_key
{%- endmacro %}
