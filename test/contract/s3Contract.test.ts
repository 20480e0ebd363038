import { createAwsValidator } from './awsContract';
import type { CheckedExchange } from './contractValidator';
import { parseXmlDocument } from './xmlElement';

const validator = createAwsValidator();
// The contract is handed to the team, not part of the project: without it there is nothing to hold against.
const test = 'missing' in validator ? globalThis.test.skip : globalThis.test;

function problems(change: Partial<CheckedExchange> & { readonly url?: string }): string[] {
	if ('missing' in validator) throw new Error(validator.missing);
	const { url = '/bucket/key', ...more } = change;
	const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
	return validator.validateExchange({
		method: 'GET',
		path: pathname,
		query: searchParams,
		requestHeaders: { host: '127.0.0.1:4010' },
		requestBody: Buffer.alloc(0),
		status: 200,
		responseHeaders: {},
		responseBody: Buffer.alloc(0),
		fault: undefined,
		...more,
	});
}

const list = (inner: string): Buffer =>
	Buffer.from(`<?xml version="1.0"?><ListBucketResult>${inner}</ListBucketResult>`);
const parts = (inner: string): Buffer =>
	Buffer.from(
		`<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inner}</CompleteMultipartUpload>`,
	);
const complete = { method: 'POST', url: '/bucket/key?uploadId=1' };
const completed = Buffer.from('<CompleteMultipartUploadResult/>');

test.each([
	['an unknown query', { url: '/bucket/key?nonsense=1' }, 'GetObject: request query nonsense is unknown'],
	[
		'an unknown header',
		{ requestHeaders: { 'x-amz-nonsense': '1' } },
		'GetObject: request header x-amz-nonsense is unknown',
	],
	[
		'a value that is none of the allowed',
		{ method: 'PUT', requestHeaders: { 'x-amz-storage-class': 'COLD' } },
		/PutObject: request header x-amz-storage-class "COLD" is none of/,
	],
	[
		'a time of the wrong kind',
		{ method: 'PUT', requestHeaders: { 'x-amz-object-lock-retain-until-date': 'Fri, 27 Nov 2026 10:00:00 GMT' } },
		/must be a time of ISO 8601/,
	],
	[
		'an unknown header of the answer',
		{ responseHeaders: { 'x-amz-invented': '1' } },
		/answer header x-amz-invented is unknown/,
	],
	['a body where none belongs', { method: 'DELETE', status: 204, requestBody: Buffer.from('x') }, /request has a body/],
	[
		'an element that is no member',
		{ url: '/bucket?list-type=2', responseBody: list('<Contents><Key>a</Key><Colour>red</Colour></Contents>') },
		/ListObjectsV2: answer ListBucketResult\/Contents\/Colour is no member of Object/,
	],
	[
		'a number that is none',
		{ url: '/bucket?list-type=2', responseBody: list('<MaxKeys>many</MaxKeys>') },
		/must be a whole number/,
	],
	[
		'an element twice',
		{ url: '/bucket?list-type=2', responseBody: list('<Name>a</Name><Name>b</Name>') },
		/stands there twice/,
	],
	['what is no XML', { url: '/bucket?list-type=2', responseBody: Buffer.from('<a><b></a>') }, /is no XML document/],
	[
		'a part that is no part',
		{ ...complete, requestBody: parts('<Part><Number>1</Number></Part>'), responseBody: completed },
		/Part\/Number is no member of CompletedPart/,
	],
	[
		'an error without a message',
		{ status: 404, responseBody: Buffer.from('<Error><Code>NoSuchKey</Code></Error>') },
		/needs a code/,
	],
	['what S3 does not have', { method: 'PATCH' }, /no operation of the contract/],
])('the contract names %s', (_what, exchange, expected) => {
	expect(problems(exchange).join('\n')).toMatch(expected);
});

test.each([
	['a list', { url: '/bucket?list-type=2&prefix=a', responseBody: list('<KeyCount>0</KeyCount>') }],
	[
		'a bucket in the host',
		{ url: '/?list-type=2', requestHeaders: { host: 'bucket.localhost' }, responseBody: list('') },
	],
	[
		'the end of an upload',
		{ ...complete, requestBody: parts('<Part><PartNumber>1</PartNumber></Part>'), responseBody: completed },
	],
	['a HEAD that finds nothing', { method: 'HEAD', status: 404 }],
	['metadata', { method: 'PUT', requestHeaders: { 'x-amz-meta-commit': '1a2b3c4' } }],
])('the contract lets pass %s', (_what, exchange) => {
	expect(problems(exchange)).toEqual([]);
});

it('reads entities, and refuses what is not closed', () => {
	expect(parseXmlDocument('<a><b>1 &lt; 2 &#x26; &#51;</b><c/></a>')).toEqual({
		name: 'a',
		text: '',
		children: [
			{ name: 'b', text: '1 < 2 & 3', children: [] },
			{ name: 'c', text: '', children: [] },
		],
	});
	for (const broken of ['', '<a>', '<a></b>', '</a>', '<a/><b/>']) expect(parseXmlDocument(broken)).toBeUndefined();
});
