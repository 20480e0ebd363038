import { isObject } from './contractDocument';
import type { JsonObject } from './contractDocument';

export interface SchemaConversion {
	/** Every property that is not required may be null, whatever the document says. */
	readonly nullableProperties?: boolean;
}

/** The name the document's own definitions have among ajv's schemas. */
export const documentId = 'contract';

const allowNull = (schema: JsonObject): JsonObject => ({ anyOf: [schema, { type: 'null' }] });

/** Keywords whose values are data, not schemas. */
const dataKeywords = new Set(['enum', 'const', 'default', 'example', 'examples', 'required', 'x-examples']);
/** Keywords whose values are maps from any name to a schema. */
const mapKeywords = new Set(['properties', 'patternProperties', 'definitions', 'schemas']);

/**
 * A JSON Schema that ajv understands, from OpenAPI 3.0's or Swagger 2's dialect.
 *
 * `nullable` becomes an alternative, boolean `exclusiveMinimum` a bound, siblings of `$ref` go (OpenAPI 3.0 says to
 * ignore them), and `oneOf` with a discriminator becomes `anyOf`: the vendor's own tooling picks by the
 * discriminator and does not mind when a second alternative fits too.
 */
export function convertSchema(schema: unknown, options: SchemaConversion = {}): unknown {
	if (Array.isArray(schema)) return schema.map((entry) => convertSchema(entry, options));
	if (!isObject(schema)) return schema;
	if (typeof schema.$ref === 'string') {
		return { $ref: schema.$ref.replace(/^#/, `${documentId}#`) };
	}
	const converted: Record<string, unknown> = {};
	const required = new Set(Array.isArray(schema.required) ? schema.required : []);
	for (const [keyword, value] of Object.entries(schema)) {
		if (keyword === 'nullable' || keyword === 'discriminator' || keyword === 'x-nullable') continue;
		if (keyword === 'required' && !Array.isArray(value)) continue;
		if (dataKeywords.has(keyword)) {
			converted[keyword] = value;
		} else if (mapKeywords.has(keyword) && isObject(value)) {
			converted[keyword] = Object.fromEntries(
				Object.entries(value).map(([name, inner]) => {
					const property = convertSchema(inner, options);
					const optional = keyword === 'properties' && !required.has(name);
					return [name, options.nullableProperties && optional && isObject(property) ? allowNull(property) : property];
				}),
			);
		} else if (keyword === 'exclusiveMinimum' && typeof value === 'boolean') {
			if (value) converted.exclusiveMinimum = schema.minimum;
		} else if (keyword === 'exclusiveMaximum' && typeof value === 'boolean') {
			if (value) converted.exclusiveMaximum = schema.maximum;
		} else if (keyword === 'oneOf' && schema.discriminator !== undefined) {
			converted.anyOf = convertSchema(value, options);
		} else {
			converted[keyword] = convertSchema(value, options);
		}
	}
	// Swagger 2 says `file` where JSON Schema knows no bytes.
	if (converted.type === 'file') delete converted.type;
	const nullable = schema.nullable === true || schema['x-nullable'] === true;
	return nullable ? allowNull(converted) : converted;
}

/** Every `format` a document names. */
export function collectFormats(value: unknown, found = new Set<string>()): Set<string> {
	if (Array.isArray(value)) for (const entry of value) collectFormats(entry, found);
	if (isObject(value)) {
		if (typeof value.format === 'string') found.add(value.format);
		for (const entry of Object.values(value)) collectFormats(entry, found);
	}
	return found;
}
