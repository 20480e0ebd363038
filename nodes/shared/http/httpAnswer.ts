/** `ECONNREFUSED` and the like; n8n wraps the error that has it. */
export function socketCodeOf(error: unknown): string | null {
	for (let layer = error, depth = 0; depth < 4; depth++) {
		if (typeof layer !== 'object' || layer === null) return null;
		if ('code' in layer && typeof layer.code === 'string') return layer.code;
		const wrapped: unknown = Reflect.get(layer, 'cause') ?? Reflect.get(layer, 'errorResponse');
		layer = wrapped;
	}
	return null;
}

/** A body as the bytes that came, whatever form n8n's HTTP client gives it. */
export function toBytes(body: unknown): Buffer {
	if (Buffer.isBuffer(body)) return body;
	if (body instanceof ArrayBuffer) return Buffer.from(body);
	if (typeof body === 'string') return Buffer.from(body);
	return body === undefined || body === null ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body));
}

/** Headers under names in lower case; those sent more than once in one text. */
export function lowerCaseNames(headers: object): Record<string, string> {
	const entries: Array<[string, unknown]> = Object.entries(headers);
	return Object.fromEntries(
		entries
			.filter(([, value]) => value !== undefined && value !== null)
			.map(([name, value]) => [name.toLowerCase(), Array.isArray(value) ? value.join(', ') : String(value)]),
	);
}
