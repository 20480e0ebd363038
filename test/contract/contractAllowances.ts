/** What a check found. The kind is what an allowance names. */
export type ViolationKind =
	'path' | 'path parameter' | 'query' | 'header' | 'request body' | 'status' | 'response body';

export interface Violation {
	readonly kind: ViolationKind;
	readonly method: string;
	/** The document's template, or the path itself when none fits. */
	readonly path: string;
	readonly status: number | undefined;
	readonly text: string;
}

/** A place where the contract is known to be wrong or silent. */
export interface Allowance {
	readonly kind: ViolationKind;
	readonly statuses?: readonly number[];
	readonly method?: string;
	readonly path?: RegExp;
	readonly text?: RegExp;
	readonly reason: string;
}

export const allows = (allowance: Allowance, violation: Violation): boolean =>
	allowance.kind === violation.kind &&
	(allowance.method === undefined || allowance.method === violation.method) &&
	(allowance.path?.test(violation.path) ?? true) &&
	(allowance.text?.test(violation.text) ?? true) &&
	(allowance.statuses === undefined ||
		(violation.status !== undefined && allowance.statuses.includes(violation.status)));

export interface PlatformAllowances {
	readonly allowances: readonly Allowance[];
	/** Why optional response properties may be null although the document does not say so. */
	readonly nullableResponseProperties?: string;
}

/** Fields that the document gives the type of an object and the words of an enum, so that nothing could be valid. */
const flyWords =
	'A condition, kind, scheme or policy of a container is declared as an object that is one of some words';
const flyConfigText =
	/^(?:[^;]*\/(?:autostop must be|(?:condition|kind|scheme|unhealthy) must be object)[^;]*(?:; )?)+$/;

/** See SOURCES.md, "Where a contract disagrees with the service". */
export const platformAllowances: Readonly<Record<string, PlatformAllowances>> = {
	netlify: {
		nullableResponseProperties:
			'Swagger 2 has no nullable, and Netlify answers null for what is not set (error_message, published_at)',
		allowances: [
			{
				kind: 'query',
				text: /"state"/,
				reason: 'The state filter enum lacks `old`, which is seen in practice',
			},
			{
				kind: 'status',
				statuses: [401, 404, 422, 429],
				reason: 'Operations without a default response do not declare the errors all of them give',
			},
			{
				kind: 'path',
				path: /^\/build_(hooks|logs)\//,
				reason: 'Addresses that Netlify hands out, outside its API',
			},
		],
	},
	fly: {
		allowances: [
			{
				kind: 'path',
				path: /^\/api\/v1\//,
				reason: 'What flyctl asks beside the Machines API is in no document (superfly/flyctl, internal/uiex)',
			},
			{
				kind: 'path',
				method: 'POST',
				path: /^\/graphql$/,
				reason: 'The GraphQL API is no part of the Machines document; its documents are checked against schema.graphql',
			},
			{
				kind: 'status',
				statuses: [400, 401, 403, 404, 408, 409, 412, 422, 429, 501, 503],
				reason:
					"fly.io/docs/machines/api/working-with-machines-api lists these for every operation, few declare them; 403, 409, 412, 429 and 503 are what flyctl handles, 501 is the sandbox's own word",
			},
			{
				kind: 'response body',
				text: /is sent, but none is declared/,
				reason: 'The service answers {"ok":true}, a start the previous state and a created app its id (superfly/docs)',
			},
			{
				kind: 'response body',
				text: flyConfigText,
				reason: `Its own description: answers still write off and stop as booleans. ${flyWords}`,
			},
			{
				kind: 'request body',
				text: flyConfigText,
				reason: `A configuration that was read holds the booleans, and is written back whole. ${flyWords}`,
			},
			{
				kind: 'query',
				path: /\/wait$/,
				text: /"state"/,
				reason: 'Its description takes several states, comma-separated; its schema is an enum of one (SOURCES.md)',
			},
		],
	},
	github: {
		allowances: [
			{
				kind: 'path',
				method: 'GET',
				path: /\/contents\//,
				reason:
					'The copy of the document has 58 paths, and not that of a file (SOURCES.md); docs.github.com/rest/repos/contents',
			},
			{
				kind: 'status',
				statuses: [301, 304, 307, 401, 403, 404, 422, 429],
				reason:
					'Answers every endpoint may give are declared on some only: docs.github.com/rest, "Troubleshooting the REST API"',
			},
			{
				kind: 'path',
				path: /^\/(repositories\/\d+|user\/repos|orgs\/[^/]+\/(repos|hooks)|search\/repositories|repos\/[^/]+\/[^/]+\/(tags|commits\/[^/]+\/statuses|git\/matching-refs))/,
				reason: 'Real paths that the trimmed contract leaves out (SOURCES.md)',
			},
			{
				kind: 'response body',
				text: /(target|log|environment)_url/,
				reason: 'GitHub answers "" for an address that was not given, where the document wants a URI',
			},
		],
	},
	cloudflare: {
		allowances: [
			{
				kind: 'response body',
				statuses: [400, 401, 403, 404, 429],
				reason: 'An error is declared as an answer that is both a success and a failure, which none can be',
			},
			{
				kind: 'request body',
				path: /dns_records/,
				text: /^(?:it must have required property '(?:id|proxiable|created_on|modified_on)'(?:; )?)+$/,
				reason: 'A record that is sent is declared with what Cloudflare alone gives (SDK 7.3.0: it is left out)',
			},
			{
				kind: 'request body',
				method: 'DELETE',
				text: /required and missing/,
				reason: "A body is declared for a delete, and the vendor's own client sends none",
			},
			{
				kind: 'response body',
				text: /\/(comment|check_regions) must be/,
				reason: 'Null where nothing was set (SDK 7.3.0: nullable)',
			},
		],
	},
	grafana: {
		nullableResponseProperties: 'Swagger 2 has no nullable',
		allowances: [
			{
				kind: 'status',
				statuses: [400, 401, 403, 404, 412, 415, 500, 503],
				reason: 'Each of these any operation may give; few declare more than one (grafana.com/docs, "HTTP API")',
			},
			{
				kind: 'path',
				path: /^\/api\/(?:dashboards\/db$|datasources\/proxy\/uid\/)/,
				reason:
					'Saving a dashboard, and the proxy to a data source, are left out of the trimmed contract (SOURCES.md): grafana.com/docs/grafana/latest/developers/http_api/dashboard, .../data_source',
			},
			{
				kind: 'response body',
				text: /status\/state must be equal to one of the allowed values/,
				reason: 'The three words of the enum are written as one (SOURCES.md: derived)',
			},
		],
	},
	pagerduty: {
		allowances: [
			{
				kind: 'status',
				statuses: [404, 405, 413],
				reason: 'Only what follows a readable event is declared; an event above 512 KB is refused with 413',
			},
		],
	},
	temporal: {
		allowances: [
			{
				kind: 'path',
				method: 'GET',
				path: /^\/api\/v1\/namespaces$/,
				reason: 'The list of namespaces is served, and left out of the trimmed contract (FACTS.md)',
			},
			{
				kind: 'query',
				path: /\/workflows\/\{execution\.workflow_id\}$/,
				text: /historyEventFilterType/,
				reason: 'The history below a workflow is served, and left out of the trimmed contract (FACTS.md)',
			},
			{
				kind: 'request body',
				path: /\/workflows\/\{[^}]+\}$|\/signal\//,
				text: /input must be object/,
				reason: 'Payloads are a bare list in the short form, which the server takes (FACTS.md, "Value forms")',
			},
		],
	},
	'upstash-management': {
		allowances: [
			{
				kind: 'status',
				statuses: [400, 401, 404],
				reason: 'The document declares 200 alone on every operation (SOURCES.md)',
			},
		],
	},
	upstash: {
		allowances: [
			{
				kind: 'path',
				text: /no path/,
				reason: 'Path-style commands are not modelled: an OpenAPI path parameter cannot hold slashes',
			},
		],
	},
};
