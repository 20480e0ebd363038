/** What was seen of a value, over all of its appearances. */
export interface Shape {
	/** `string`, `number`, `boolean`, `object`, `array`; without `null`. */
	readonly types: ReadonlySet<string>;
	/** Of its objects: each field's shape. Undefined where the names differ from one object to the next: it is a map. */
	readonly fields: ReadonlyMap<string, Shape> | undefined;
	/** Of its arrays' elements. */
	readonly elements: Shape | undefined;
}

/** Fields of objects deeper than this are the vendor's affair. */
const deepest = 3;

/** The shape of values that appeared in one place, be it in another run or in another item. */
export function shapeOf(values: readonly unknown[], depth = 0): Shape {
	const seen = values.filter((value) => value !== null && value !== undefined);
	const objects = seen.filter(isObject);
	const elements = seen.filter(Array.isArray).flat();
	return {
		types: new Set(seen.map((value) => (Array.isArray(value) ? 'array' : typeof value))),
		fields:
			objects.length === 0 || depth > deepest || (depth > 0 && isMap(objects))
				? undefined
				: fieldShapes(objects, depth),
		elements: elements.length === 0 ? undefined : shapeOf(elements, depth + 1),
	};
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether the names are data, such as containers or environment variables: no two objects have the same, or they are no names of ours. */
function isMap(objects: ReadonlyArray<Readonly<Record<string, unknown>>>): boolean {
	const names = objects.map((object) => Object.keys(object));
	const all = new Set(names.flat());
	const shared = [...all].filter((name) => names.every((list) => list.includes(name)));
	return shared.length === 0 || [...all].some((name) => !/^[a-z][A-Za-z0-9]*$/.test(name));
}

function fieldShapes(
	objects: ReadonlyArray<Readonly<Record<string, unknown>>>,
	depth: number,
): ReadonlyMap<string, Shape> {
	const names = [...new Set(objects.flatMap((object) => Object.keys(object)))];
	return new Map(
		names.map((name) => [
			name,
			shapeOf(
				objects.filter((object) => name in object).map((object) => object[name]),
				depth + 1,
			),
		]),
	);
}

/** A shape as the JSON schema that n8n's editor shows before an operation has run. */
export function schemaOf(shape: Shape): Record<string, unknown> {
	const [type = 'null'] = shape.types.has('object') ? ['object'] : [...shape.types].sort();
	return {
		type,
		...(type === 'object' &&
			shape.fields && {
				properties: Object.fromEntries([...shape.fields].map(([name, field]) => [name, schemaOf(field)])),
			}),
		...(type === 'array' && shape.elements && { items: schemaOf(shape.elements) }),
	};
}
