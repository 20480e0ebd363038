import { ConfigurationError } from '../operation/errors';

/**
 * Builds a URL path with every inserted value encoded, so that an id can never climb out of its
 * segment: path`/sites/${'../x'}/deploys` is `/sites/..%2Fx/deploys`.
 *
 * @throws ConfigurationError for `.` and `..`, which no encoding keeps in place.
 */
export function path(template: TemplateStringsArray, ...values: Array<string | number>): string {
	return template.reduce((built, part, index) => {
		if (index === 0) return part;
		return `${built}${encodeSegment(String(values[index - 1]))}${part}`;
	}, '');
}

function encodeSegment(segment: string): string {
	// URL parsers resolve these two even when they are percent-encoded (WHATWG URL, "double-dot URL path segment").
	if (segment === '.' || segment === '..') {
		throw new ConfigurationError(
			`"${segment}" is not a name or an id`,
			'Choose it from the list, or correct its expression',
		);
	}
	return encodeURIComponent(segment);
}

/** The same for a file path, whose slashes stay. */
export function encodeFilePath(filePath: string): string {
	return filePath.split('/').map(encodeSegment).join('/');
}
