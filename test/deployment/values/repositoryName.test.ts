import { parseRepositoryName } from '../../../nodes/deployment/values/repositoryName';

const paintbox = { owner: 'candlefish-ai', name: 'paintbox' };

it.each([
	'candlefish-ai/paintbox',
	' candlefish-ai/paintbox ',
	'https://github.com/candlefish-ai/paintbox',
	'https://github.com/candlefish-ai/paintbox/',
	'https://github.com/candlefish-ai/paintbox.git',
	'https://github.com/candlefish-ai/paintbox/tree/main/apps?tab=readme#top',
	'git@github.com:candlefish-ai/paintbox.git',
	'ssh://git@github.com/candlefish-ai/paintbox.git',
])('reads %s', (text) => {
	expect(parseRepositoryName(text)).toEqual(paintbox);
});

it('keeps the dots of a name', () => {
	expect(parseRepositoryName('candlefish-ai/candlefish.ai')).toEqual({ owner: 'candlefish-ai', name: 'candlefish.ai' });
});

it.each(['', 'paintbox', '/paintbox', 'candlefish-ai/', 'a b/c', 'https://github.com/candlefish-ai'])(
	'refuses %j',
	(text) => {
		expect(parseRepositoryName(text)).toBeNull();
	},
);
