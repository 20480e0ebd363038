import { NodeApiError, NodeOperationError, type IExecuteFunctions, type INodeType } from 'n8n-workflow';

import { ConfigurationError, OperationFailure, PlatformRequestError } from '../../../nodes/shared/operation/errors';
import { propertiesOf, type Resource } from '../../../nodes/shared/operation/operation';
import { runOperations } from '../../../nodes/shared/operation/runOperations';
import { requiredText } from '../../../nodes/shared/fields/parameters';
import { runNode } from '../../n8n/nodeHarness';

const resources: readonly Resource[] = [
	{
		value: 'thing',
		name: 'Thing',
		operations: [
			{
				value: 'say',
				name: 'Say',
				action: 'Say a thing',
				description: 'Says it',
				properties: [{ displayName: 'Word', name: 'word', type: 'string', default: '' }],
				async execute(context) {
					const word = requiredText(context, 'word', 'Word');
					if (word === 'bad') throw new OperationFailure('Could not say bad', 'Say something else');
					if (word === 'refused') throw new PlatformRequestError('Example', 'GET /x', 404, 'no such thing');
					if (word === 'coded')
						throw new OperationFailure('The build said: npm error code ECONNRESET', 'Look at its log');
					if (word === 'busy') throw new PlatformRequestError('Example', 'POST /x', 503, 'not now');
					if (word === 'reset')
						throw new PlatformRequestError('Example', 'POST /x', null, 'socket hang up', 'ECONNRESET');
					if (word === 'rolled back')
						throw new OperationFailure('It failed', 'Look', { state: 'rolledBack', ok: true });
					if (word === 'not ok')
						return { ok: false, state: 'failed', reason: 'No machine runs', advice: 'Look at its log' };
					if (word === 'bug') throw new TypeError('undefined is not a function');
					if (word === 'wrong') throw new ConfigurationError('Word is wrong', 'Correct Word');
					if (word === 'twice') return [{ word }, { word }];
					return { word };
				},
			},
		],
	},
];

class Talker implements INodeType {
	description = {
		displayName: 'Talker',
		name: 'talker',
		group: [],
		version: 1,
		description: '',
		defaults: {},
		inputs: ['main' as const],
		outputs: ['main' as const],
		properties: propertiesOf(resources),
	};
	async execute(this: IExecuteFunctions) {
		return await runOperations(this, resources, { 404: 'Look for it elsewhere' });
	}
}

const run = (words: readonly string[], continueOnFail = false) =>
	runNode({
		node: new Talker(),
		parameters: { resource: 'thing', operation: 'say', word: '={{ $json.word }}' },
		items: words.map((word) => ({ json: { word } })),
		continueOnFail,
	});

it('handles every item with its own parameters and pairs each output with its item', async () => {
	expect(await run(['a', 'twice', 'b'])).toEqual([
		{ json: { word: 'a' }, pairedItem: { item: 0 } },
		{ json: { word: 'twice' }, pairedItem: { item: 1 } },
		{ json: { word: 'twice' }, pairedItem: { item: 1 } },
		{ json: { word: 'b' }, pairedItem: { item: 2 } },
	]);
});

it('goes on after a failed item, whichever it is, when told to continue', async () => {
	const output = await run(['a', 'bad', 'refused', 'b'], true);
	expect(output.map(({ json }) => json)).toEqual([
		{ word: 'a' },
		{ error: 'Could not say bad', advice: 'Say something else' },
		{ error: 'Example answered GET /x with 404: no such thing', advice: 'Look for it elsewhere' },
		{ word: 'b' },
	]);
	expect(output.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }, { item: 3 }]);
});

it('stops at the first failed item otherwise, and names it', async () => {
	const failure: unknown = await run(['a', 'bad']).catch((error: unknown) => error);
	expect(failure).toBeInstanceOf(NodeOperationError);
	expect(failure).toMatchObject({
		message: 'Could not say bad',
		description: 'Say something else',
		context: { itemIndex: 1 },
	});
	const refused: unknown = await run(['refused']).catch((error: unknown) => error);
	expect(refused).toBeInstanceOf(NodeApiError);
	expect(refused).toMatchObject({ httpCode: '404', description: 'Look for it elsewhere' });
});

it('keeps its own words when they hold a code that n8n has words for', async () => {
	await expect(run(['coded'])).rejects.toThrow('The build said: npm error code ECONNRESET');
});

describe('an operation that works on several items at once', () => {
	const order: string[] = [];
	const many: readonly Resource[] = [
		{
			value: 'thing',
			name: 'Thing',
			operations: [
				{
					value: 'look',
					name: 'Look',
					action: 'Look at a thing',
					description: 'Looks at it',
					properties: [{ displayName: 'Word', name: 'word', type: 'string', default: '' }],
					itemsAtOnce: 3,
					async execute(context) {
						const word = requiredText(context, 'word', 'Word');
						order.push(`${word} begins`);
						// The later, the sooner it is done.
						for (let turns = 10 - context.itemIndex; turns > 0; turns--) await Promise.resolve();
						if (word === 'bad') throw new OperationFailure('Could not look', 'Look elsewhere');
						order.push(`${word} ends`);
						return { word };
					},
				},
			],
		},
	];
	class Looker extends Talker {
		override description = { ...new Talker().description, properties: propertiesOf(many) };
		override async execute(this: IExecuteFunctions) {
			return await runOperations(this, many);
		}
	}
	const look = (words: readonly string[], continueOnFail = false) =>
		runNode({
			node: new Looker(),
			parameters: { resource: 'thing', operation: 'look', word: '={{ $json.word }}' },
			items: words.map((word) => ({ json: { word } })),
			continueOnFail,
		});
	beforeEach(() => order.splice(0));

	it('gives them in the order in which they came, each paired with its item', async () => {
		expect(await look(['a', 'b', 'c', 'd'])).toEqual(
			['a', 'b', 'c', 'd'].map((word, item) => ({ json: { word }, pairedItem: { item } })),
		);
		expect(order.slice(0, 3)).toEqual(['a begins', 'b begins', 'c begins']);
		expect(order.indexOf('d begins')).toBeGreaterThan(3);
	});

	it('tells of a failed one, and loses none of the others', async () => {
		const output = await look(['a', 'bad', 'c'], true);
		expect(output.map(({ json }) => json.word ?? json.error)).toEqual(['a', 'Could not look', 'c']);
		await expect(look(['a', 'bad', 'c'])).rejects.toMatchObject({ context: { itemIndex: 1 } });
	});
});

describe('Put Result in Field', () => {
	const put = (
		word: string,
		{
			field = 'said',
			continueOnFail = false,
			...more
		}: { field?: string; continueOnFail?: boolean; [name: string]: unknown } = {},
	) =>
		runNode({
			node: new Talker(),
			parameters: { resource: 'thing', operation: 'say', word: '={{ $json.word }}', putResultInField: field },
			items: [{ json: { word, kept: 1, ...more }, binary: { log: { data: 'eA==', mimeType: 'text/plain' } } }],
			continueOnFail,
		});

	it('hands the incoming item on, binary data too, with the result in the field', async () => {
		expect(await put('a')).toEqual([
			{
				json: { word: 'a', kept: 1, said: { ok: true, word: 'a' } },
				binary: { log: { data: 'eA==', mimeType: 'text/plain' } },
				pairedItem: { item: 0 },
			},
		]);
	});

	it('gives exactly one item, whatever the number of results', async () => {
		const [item, ...rest] = await put('twice');
		expect(rest).toEqual([]);
		expect(item?.json.said).toEqual({ ok: true, items: [{ word: 'twice' }, { word: 'twice' }] });
	});

	it.each([
		[
			'refused',
			'Example answered POST /x',
			{ message: 'Example answered GET /x with 404: no such thing', advice: 'Look for it elsewhere', canRetry: false },
		],
		[
			'busy',
			'',
			{
				message: 'Example answered POST /x with 503: not now',
				advice: expect.stringContaining('status page'),
				canRetry: true,
			},
		],
		[
			'reset',
			'',
			{
				message: expect.stringContaining('socket hang up'),
				advice: expect.stringContaining('base URL'),
				canRetry: true,
			},
		],
	])('goes on when the platform says no: %s', async (word, _, error) => {
		const [item] = await put(word);
		expect(item?.json).toEqual({ word, kept: 1, said: { ok: false, error } });
		expect(item?.error).toBeUndefined();
	});

	it('keeps what is known of a failure beside its error, and never takes it for a success', async () => {
		const [item] = await put('rolled back');
		expect(item?.json.said).toEqual({
			ok: false,
			state: 'rolledBack',
			error: { message: 'It failed', advice: 'Look', canRetry: false },
		});
	});

	it('gives a failure that was returned an error, too', async () => {
		const [item] = await put('not ok');
		expect(item?.json.said).toMatchObject({
			ok: false,
			state: 'failed',
			error: { message: 'No machine runs', advice: 'Look at its log', canRetry: false },
		});
	});

	it.each(['', 'wrong', 'bug'])('stops at a fault of the workflow, or of ours: "%s"', async (word) => {
		await expect(put(word)).rejects.toBeInstanceOf(NodeOperationError);
	});

	it.each(['', 'wrong', 'bug'])('stops at nothing where the step is to go on whatever happens: "%s"', async (word) => {
		const [item] = await put(word, { continueOnFail: true });
		expect(item?.json).toMatchObject({
			word,
			kept: 1,
			said: { ok: false, error: { message: expect.stringMatching(/./), canRetry: false } },
		});
		expect(item?.error).toBeUndefined();
	});

	it.each(['error', 'a b', '1st', 'a.b', '__proto__'])('refuses the field name "%s"', async (field) => {
		await expect(put('a', { field })).rejects.toThrow('Put Result in Field cannot be');
	});

	it('replaces what an earlier step put there, and leaves an old root error where it is', async () => {
		const [item] = await put('a', { said: { ok: false }, error: 'an old one' });
		expect(item?.json).toEqual({ word: 'a', kept: 1, error: 'an old one', said: { ok: true, word: 'a' } });
	});
});
