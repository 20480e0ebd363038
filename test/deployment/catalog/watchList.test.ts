import { watchCommands, watchListOf, watchOf } from '../../../nodes/deployment/catalog/watchList';
import { catalogRow } from './catalogRows';

describe('what GitHub Watch looks at', () => {
	it('is each repository once, with each branch once', () => {
		const list = watchListOf([
			catalogRow({ service: 'a', repository: 'acme/shop', branch: 'main' }),
			catalogRow({ service: 'b', repository: 'acme/shop', branch: 'main', repository_id: '7' }),
			catalogRow({ service: 'b', environment: 'staging', repository: 'acme/shop', branch: 'staging' }),
			catalogRow({ service: 'c', repository: 'acme/api', branch: 'main', deploy_from: 'release' }),
		]);
		expect(Object.fromEntries(list)).toEqual({
			'acme/shop': { id: '7', branches: ['main', 'staging'], releases: [] },
			'acme/api': { id: '', branches: [], releases: ['main'] },
		});
	});

	it('leaves out what is off, and rows that name no repository', () => {
		expect(watchListOf([catalogRow({ enabled: 'false' }), catalogRow({ repository: '' })]).size).toBe(0);
	});

	it('has the pull requests of a repository with previews, and not the branches that they are merged into', () => {
		const preview = catalogRow({ environment: 'preview', repository: 'acme/shop', branch: '**' });
		const off = catalogRow({ environment: 'preview', repository: 'acme/blog', enabled: 'false' });
		const rows = [preview, catalogRow({ repository: 'acme/shop', branch: 'main' }), off];
		expect(Object.fromEntries(watchListOf(rows))).toEqual({
			'acme/shop': { id: '', branches: ['main'], releases: [], previews: true },
		});
		expect(watchOf([preview], { repository: 'ACME/shop', repositoryId: '' })).toMatchObject({ previews: true });
		expect(watchOf(rows, { repository: 'acme/blog', repositoryId: '' })).not.toHaveProperty('previews');
	});

	it('replaces the old list, also by an empty one', () => {
		expect(watchCommands(new Map())).toEqual([['DEL', 'slipway:watch']]);
		expect(watchCommands(new Map([['a/b', { id: '', branches: ['main'], releases: [] }]]))).toEqual([
			['DEL', 'slipway:watch'],
			['HSET', 'slipway:watch', 'a/b', '{"id":"","branches":["main"],"releases":[]}'],
		]);
	});
});
