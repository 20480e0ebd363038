import { pageWithMatches } from '../../../nodes/SecretSync/fields/pickers/choices';

/** Thirty pages of one choice each: `choice 1` to `choice 30`. */
const read = async (token: string | undefined) => {
	const page = Number(token ?? 1);
	return {
		choices: [{ name: `choice ${page}`, value: `id-${page}` }],
		next: page < 30 ? String(page + 1) : undefined,
	};
};

it('goes on through pages without a match, since an empty page looks like the end', async () => {
	expect(await pageWithMatches('CHOICE 7', undefined, read)).toEqual({
		results: [{ name: 'choice 7', value: 'id-7' }],
		paginationToken: '8',
	});
});

it('gives up for the moment after ten pages, and says where to go on', async () => {
	expect(await pageWithMatches('choice 25', undefined, read)).toEqual({ results: [], paginationToken: '11' });
	expect(await pageWithMatches('nobody', '21', read)).toEqual({ results: [] });
});
