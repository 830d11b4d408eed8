package io.sandkeeper.events.codec;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A JSON object with known fields. Others are skipped: what is released may grow. */
final class Shape<T> implements Value<T> {
    private final List<Field<T, ?>> fields;
    private final List<Together> rules;
    private final Map<String, Field<T, ?>> byName = new HashMap<>();
    private final Function<Row, T> build;

    Shape(List<Field<T, ?>> fields, List<Together> rules, Function<Row, T> build) {
        this.fields = List.copyOf(fields);
        this.rules = List.copyOf(rules);
        this.build = build;
        fields.forEach(field -> byName.put(field.name(), field));
    }

    @Override
    public T read(JsonParser in) {
        Json.expect(in, JsonToken.START_OBJECT, "an object");
        var row = new Row(fields.size());
        for (var name = in.nextName(); name != null; name = in.nextName()) {
            var field = byName.get(name);
            in.nextToken();
            if (field == null) {
                in.skipChildren();
            } else if (!row.put(field.index(), field.value().read(in))) {
                throw Json.refuse(in, Rule.DUPLICATE, "is there twice", "send it once");
            }
        }
        complete(row, in);
        return build.apply(row);
    }

    private void complete(Row row, JsonParser in) {
        for (var field : fields) {
            if (row.has(field.index())) {
                continue;
            }
            if (field.required()) {
                throw new Refused(
                        Json.pointer(in) + "/" + field.name(),
                        Rule.MISSING,
                        "is missing",
                        "send it: " + field.description());
            }
        }
        rules.forEach(rule -> rule.check(name -> row.has(named(name)), Json.pointer(in)));
        fields.forEach(field -> field.fallBack(row));
    }

    private int named(String name) {
        var field = byName.get(name);
        if (field == null) {
            throw new IllegalArgumentException("no field " + name);
        }
        return field.index();
    }

    @Override
    public void write(JsonGenerator out, T thing) {
        out.writeStartObject();
        fields.forEach(field -> field.write(out, thing));
        out.writeEndObject();
    }

    @Override
    public Map<String, Object> schema() {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", "object");
        var required = fields.stream().filter(Field::required).map(Field::name).toList();
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        var properties = new LinkedHashMap<String, Object>();
        fields.forEach(field -> properties.put(field.name(), field.schema()));
        schema.put("properties", properties);
        rules.forEach(rule -> rule.describe(schema));
        return schema;
    }
}
