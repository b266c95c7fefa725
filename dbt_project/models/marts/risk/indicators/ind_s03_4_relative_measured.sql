with

measured as (
    select *, {{ each_name('measured_by') }} as measurer
    from {{ ref('int_subsidy__compensation_cases') }}
    where person_id is not null
),

relatives as (select * from {{ ref('int_register__cadre_relatives') }}),

kin as (
    select
        measured.*,
        relatives.cadre_name,
        relatives.relation,
        relatives.row_uid as relative_row_uid,
        row_number() over (partition by measured.row_uid order by relatives.row_uid) as line
    from measured
    inner join relatives
        on
            measured.person_id = relatives.relative_person_id
            and {{ fold_name('measured.measurer') }} = {{ fold_name('relatives.cadre_name') }}
),

owners as (
    select
        person_id,
        min(person_name_masked) as person_name_masked,
        {{ first_by('org_id', 'measured_on') }} as org_id,
        {{ first_by('org_name', 'measured_on') }} as org_name,
        {{ first_by('cadre_name', 'measured_on') }} as cadre_name,
        {{ first_by('relation', 'measured_on') }} as relation,
        min(measured_on) as first_on,
        max(measured_on) as last_on,
        sum(case when line = 1 then paid_cny else 0 end) as paid_cny,
        {{ joined_rows(gathered_rows('row_uid'), gathered_rows('relative_row_uid')) }} as case_rows
    from kin
    group by person_id
),

final as (
    select
        'S03.4' as indicator_id,
        'person' as subject_type,
        person_id as subject_id,
        org_id,
        first_on as period_start,
        last_on as period_end,
        paid_cny as amount_cny,
        null as score,
        case_rows as evidence,
        {{ detail({
            'subject': 'person_name_masked', 'village': 'org_name', 'measurer': 'cadre_name', 'relation': 'relation',
            'measured_on': 'first_on', 'amount': 'paid_cny'
        }) }} as detail
    from owners
)

select * from final
