import { isObject, listAt, objectAt, stringAt } from './contractDocument';
import type { JsonObject } from './contractDocument';
import type { CheckedExchange } from './contractValidator';
import { parseXmlDocument, type XmlElement } from './xmlElement';

type Side = 'request' | 'answer';

interface FoundOperation {
	readonly name: string;
	readonly model: JsonObject;
	/** What its address has in the query without being a member: `uploads`, `list-type=2`. */
	readonly fixed: ReadonlyMap<string, string>;
}

/** Of signature, protocol and SDK; no members of any operation. */
const generalHeaders = new Set([
	'x-amz-bucket-region',
	'x-amz-content-sha256',
	'x-amz-date',
	'x-amz-decoded-content-length',
	'x-amz-id-2',
	'x-amz-request-id',
	'x-amz-security-token',
	'x-amz-trailer',
	'x-amz-user-agent',
]);

const presignedNames =
	/^(X-Amz-(Algorithm|Credential|Date|Expires|SignedHeaders|Signature|Security-Token|Content-Sha256)|x-id)$/i;

/** Checks exchanges with S3 against botocore's model: where each member stands, its type, and what stands nowhere in it. */
export function createS3Validator(model: JsonObject): (exchange: CheckedExchange) => string[] {
	const shapes = objectAt(model, 'shapes');
	const operations = Object.entries(objectAt(model, 'operations'));

	const membersOf = (shape: string): Array<[string, JsonObject]> =>
		Object.entries(objectAt(shapes, shape, 'members')).flatMap(([name, member]) =>
			isObject(member) ? [[name, member]] : [],
		);

	const textProblem = (shapeName: string, text: string, isHeader: boolean): string | undefined => {
		const shape = objectAt(shapes, shapeName);
		const allowed = listAt(shape, 'enum');
		switch (stringAt(shape, 'type')) {
			case 'boolean':
				return /^(true|false)$/.test(text) ? undefined : 'must be true or false';
			case 'integer':
			case 'long':
				return /^-?\d+$/.test(text) ? undefined : 'must be a whole number';
			case 'timestamp': {
				const isHttp = isHeader && stringAt(shape, 'timestampFormat') !== 'iso8601';
				const pattern = isHttp ? /^\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT$/ : /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
				return pattern.test(text) ? undefined : `must be a time ${isHttp ? 'of HTTP' : 'of ISO 8601'}`;
			}
			default:
				return allowed.length === 0 || allowed.includes(text) ? undefined : `is none of ${allowed.join(', ')}`;
		}
	};

	const elementProblems = (shapeName: string, element: XmlElement, path: string): string[] => {
		const shape = objectAt(shapes, shapeName);
		if (stringAt(shape, 'type') !== 'structure') {
			if (element.children.length > 0) return [`${path} must be text`];
			const problem = textProblem(shapeName, element.text, false);
			return problem === undefined ? [] : [`${path} "${element.text}" ${problem}`];
		}
		const members = membersOf(shapeName).filter(([, member]) => member.location === undefined);
		const wanted = new Map(
			members.map(([name, member]) => [stringAt(member, 'locationName') ?? name, stringAt(member, 'shape') ?? '']),
		);
		const seen = new Map<string, number>();
		return element.children.flatMap((child) => {
			const inner = wanted.get(child.name);
			const at = `${path}/${child.name}`;
			if (inner === undefined) return [`${at} is no member of ${shapeName}`];
			const list = objectAt(shapes, inner);
			if (stringAt(list, 'type') !== 'list') {
				seen.set(child.name, (seen.get(child.name) ?? 0) + 1);
				return [
					...((seen.get(child.name) ?? 0) > 1 ? [`${at} stands there twice`] : []),
					...elementProblems(inner, child, at),
				];
			}
			const member = objectAt(list, 'member');
			const entry = stringAt(member, 'shape') ?? '';
			if (list.flattened === true) return elementProblems(entry, child, at);
			const entryName = stringAt(member, 'locationName') ?? 'member';
			return child.children.flatMap((each) =>
				each.name === entryName
					? elementProblems(entry, each, `${at}/${each.name}`)
					: [`${at}/${each.name} is unknown`],
			);
		});
	};

	const headerProblems = (
		shapeName: string,
		headers: ReadonlyMap<string, string>,
		allowsUnknown: (name: string) => boolean,
	): string[] => {
		const members = membersOf(shapeName);
		const known = new Map(
			members
				.filter(([, member]) => member.location === 'header')
				.map(([, member]) => [(stringAt(member, 'locationName') ?? '').toLowerCase(), stringAt(member, 'shape') ?? '']),
		);
		const prefixes = members
			.filter(([, member]) => member.location === 'headers')
			.map(([, member]) => stringAt(member, 'locationName') ?? '');
		return [...headers].flatMap(([name, value]) => {
			const shape = known.get(name);
			if (shape !== undefined) {
				const problem = textProblem(shape, value, true);
				return problem === undefined ? [] : [`header ${name} "${value}" ${problem}`];
			}
			const isFree = !name.startsWith('x-amz-') || generalHeaders.has(name) || allowsUnknown(name);
			return isFree || prefixes.some((prefix) => name.startsWith(prefix)) ? [] : [`header ${name} is unknown`];
		});
	};

	const bodyProblems = (shapeName: string, body: Buffer, side: Side): string[] => {
		const payload = stringAt(objectAt(shapes, shapeName), 'payload');
		const payloadShape = payload && stringAt(objectAt(shapes, shapeName, 'members', payload), 'shape');
		const target = payloadShape ?? shapeName;
		const isDocument = stringAt(objectAt(shapes, target), 'type') === 'structure';
		const hasBody = membersOf(target).some(([, member]) => member.location === undefined);
		if (!isDocument || !hasBody) {
			const mayHave = payload !== undefined && !isDocument;
			return mayHave || body.length === 0 ? [] : [`${side} has a body, and should have none`];
		}
		const root = parseXmlDocument(body.toString('utf8'));
		return root ? elementProblems(target, root, `${side} ${root.name}`) : [`${side} is no XML document`];
	};

	const find = (exchange: CheckedExchange, depth: number): FoundOperation | undefined => {
		const { query } = exchange;
		const header = (name: string): boolean => exchange.requestHeaders[name.toLowerCase()] !== undefined;
		const fitting = operations.flatMap(([name, operation]) => {
			if (!isObject(operation)) return [];
			const { method, requestUri } = objectAt(operation, 'http');
			const [path = '', fixedQuery = ''] = String(requestUri).split('?');
			const fixed = new Map(new URLSearchParams(fixedQuery));
			const wantedDepth = path === '/' ? 0 : path.split('/').length - 1;
			if (method !== exchange.method || wantedDepth !== depth) return [];
			if ([...fixed].some(([key, value]) => (query.get(key) ?? undefined) !== value)) return [];
			const input = stringAt(objectAt(operation, 'input'), 'shape') ?? '';
			const required = listAt(objectAt(shapes, input), 'required').flatMap((member) => {
				const { location, locationName } = objectAt(shapes, input, 'members', String(member));
				return location === 'querystring' || location === 'header' ? [{ location, name: String(locationName) }] : [];
			});
			const has = ({ location, name: member }: { location: string; name: string }): boolean =>
				location === 'header' ? header(member) : query.has(member);
			return required.every(has) ? [{ name, model: operation, fixed, weight: required.length + fixed.size }] : [];
		});
		return fitting.sort((left, right) => right.weight - left.weight)[0];
	};

	return (exchange) => {
		const depth = depthOf(exchange);
		const found = find(exchange, depth);
		const refused = exchange.status !== undefined && exchange.status >= 300;
		if (!found) return refused ? [] : ['no operation of the contract'];
		const problems: string[] = [];
		const input = stringAt(objectAt(found.model, 'input'), 'shape');
		if (input !== undefined && !(refused && exchange.fault === undefined)) {
			const queryNames = new Set(
				membersOf(input).flatMap(([, member]) =>
					member.location === 'querystring' ? [String(member.locationName)] : [],
				),
			);
			for (const [name] of exchange.query) {
				// A presigned URL carries headers in its query.
				const isHoisted = exchange.query.has('X-Amz-Signature') && /^x-amz-/i.test(name);
				if (!queryNames.has(name) && !found.fixed.has(name) && !presignedNames.test(name) && !isHoisted) {
					problems.push(`request query ${name} is unknown`);
				}
			}
			const isChunked = String(exchange.requestHeaders['content-encoding'] ?? '').includes('aws-chunked');
			problems.push(
				...headerProblems(input, headersOf(exchange.requestHeaders), () => false).map((text) => `request ${text}`),
				...(isChunked ? [] : bodyProblems(input, exchange.requestBody, 'request')),
			);
		}
		if (exchange.status === undefined || exchange.fault !== undefined) return named(found.name, problems);
		if (refused) {
			const needsDocument = exchange.method !== 'HEAD' && exchange.status !== 304;
			if (needsDocument && errorIn(exchange) === undefined) problems.push('an error needs a code and a message');
			return named(found.name, problems);
		}
		// These two begin their answer before they are done, and may end it with an error.
		const isLate = /^(CopyObject|CompleteMultipartUpload)$/.test(found.name) && errorIn(exchange) !== undefined;
		const output = stringAt(objectAt(found.model, 'output'), 'shape');
		if (isLate || output === undefined) return named(found.name, problems);
		// AWS sends these two, and the model does not know them everywhere.
		const undeclared = /^x-amz-(checksum-type|mp-parts-count)$/;
		problems.push(
			...headerProblems(output, headersOf(exchange.responseHeaders), (name) => undeclared.test(name)).map(
				(text) => `answer ${text}`,
			),
			...(exchange.method === 'HEAD' ? [] : bodyProblems(output, exchange.responseBody, 'answer')),
		);
		return named(found.name, problems);
	};
}

const named = (operation: string, problems: readonly string[]): string[] =>
	problems.map((problem) => `${operation}: ${problem}`);

/** The code of an error document; undefined for what is none. */
function errorIn({ responseBody }: CheckedExchange): string | undefined {
	const root = parseXmlDocument(responseBody.toString('utf8'));
	const textOf = (name: string): string => root?.children.find((child) => child.name === name)?.text ?? '';
	return root?.name === 'Error' && textOf('Message') !== '' ? textOf('Code') || undefined : undefined;
}

/** 0 for the account, 1 for a bucket, 2 for an object. */
function depthOf({ path, requestHeaders }: CheckedExchange): number {
	const host = String(requestHeaders.host ?? '').replace(/:\d+$/, '');
	const segments = path.slice(1).split('/');
	const inPath = path === '/' ? 0 : segments.length === 1 || segments[1] === '' ? 1 : 2;
	return /\.localhost$/.test(host) ? (path === '/' ? 1 : 2) : inPath;
}

function headersOf(headers: Readonly<Record<string, unknown>>): Map<string, string> {
	return new Map(
		Object.entries(headers).flatMap(([name, value]) =>
			value === undefined ? [] : [[name.toLowerCase(), String(value)]],
		),
	);
}
