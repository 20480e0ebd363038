import { conclusionItem } from '../../../nodes/deployment/plan/conclusion/conclusionItem';
import { reconciled } from './sights';

const said = 'The catalog is empty, so nothing is deployed.';
const notes = reconciled([]).release.notes;

const concluded = (catalogRows: readonly unknown[], before: readonly string[] = []) =>
	conclusionItem(reconciled([], { notes: { ...notes, said: [...before] } }), { runUrl: '', formUrl: '', catalogRows });

it('is told once, and is the reason of each release meanwhile', () => {
	expect(concluded([{}])).toMatchObject({
		state: 'nothing',
		reason: expect.stringContaining(said),
		announcement: {
			page: { action: 'trigger', summary: expect.stringContaining(said) },
			row: { reason: expect.stringContaining(said) },
		},
		turn: { notes: { said: ['emptyCatalog'] } },
	});
	expect(concluded([{}], ['emptyCatalog'])).toMatchObject({
		reason: expect.stringContaining(said),
		announcement: { page: null },
		turn: { notes: { said: ['emptyCatalog'] } },
	});
});

it('is not what a repository without a row is told', () => {
	const elsewhere = { service: 'web', environment: 'production', repository: 'acme/other' };
	expect(concluded([elsewhere], ['emptyCatalog'])).toMatchObject({
		reason: '',
		announcement: { page: null },
		turn: { notes: { said: [] } },
	});
});
