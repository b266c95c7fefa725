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

{#- Whether the JSON object `whole` has every member of `part`, which may have fewer. -#}
{% macro json_includes(whole, part) %}{{ return(adapter.dispatch('json_includes', 'taizhang')(whole, part)) }}{% endmacro %}
{% macro default__json_includes(whole, part) %}json_contains({{ whole }}, {{ part }}){% endmacro %}

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

{#- A title without quotes, the wrapping of the notice that issues it and the words that name its edition. -#}
{% macro fold_title(expression) %}{{ return(adapter.dispatch('fold_title', 'taizhang')(expression)) }}{% endmacro %}
{% macro default__fold_title(expression) -%}
    {%- set bare = "regexp_replace(" ~ fold_name(expression) ~ ", '[《》〈〉“”‘’\"·、，,。]', '', 'g')" -%}
    {%- set inner = "regexp_replace(" ~ bare ~ ", '^关于(?:印发|发布|公布|下发|修订|转发)(.+)的通知$', '\\1')" -%}
    {%- set final = "regexp_replace(" ~ inner ~ ", '\\((?:[^()]*(?:试行|暂行|修订|修正|稿|草案|版|施行)[^()]*)\\)|(?:19|20)[0-9]{2}年?(?:修订)?版|修订[版稿]', '', 'g')" -%}
    nullif(regexp_replace({{ final }}, '(?:暂行|试行)(办法|规定|细则|制度|方案|意见|规则|条例)', '\1'), '')
{%- endmacro %}

{#- The words of a title that name its edition, such as (试行) or 2018年版; empty where it names none. -#}
{% macro edition_words(expression) %}{{ return(adapter.dispatch('edition_words', 'taizhang')(expression)) }}{% endmacro %}
{% macro default__edition_words(expression) -%}
    regexp_extract({{ fold_name(expression) }}, '试行|暂行|(?:(?:19|20)[0-9]{2}年?)?修[订正][版稿]?|(?:19|20)[0-9]{2}年?版|第.{1,3}版')
{%- endmacro %}

{#- The district that an organisation belongs to by its name, such as 临湖新区 of 临湖新区党工委. -#}
{% macro district_name(expression) %}{{ return(adapter.dispatch('district_name', 'taizhang')(expression)) }}{% endmacro %}
{% macro default__district_name(expression) -%}
    regexp_replace({{ fold_name(expression) }}, '(?:党工委|工委|管理委员会|管委会|党委|区委|县委|人民政府|政府)$', '')
{%- endmacro %}
