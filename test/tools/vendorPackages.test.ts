import { nodesOfTheWholePackage, packageNames, packageOfNode } from '../../tools/vendorPackages';
import { allNodes } from '../nodeClasses';

const nodes = allNodes().map(({ description }) => description);
const packages = packageOfNode();

it('puts every node into a vendor’s package, or names it as one of the whole package alone', () => {
	const named = [...packages.keys(), ...nodesOfTheWholePackage].sort();
	expect(named).toEqual(nodes.map(({ name }) => name).sort());
});

it('makes just the packages that the manifest of the workflows names', () => {
	expect([...new Set(packages.values())].sort()).toEqual([...packageNames].sort());
});

it('gives a package the credentials of one service, but for the one that watches', () => {
	const vendorOf = (credential: string): string => /^slipway([A-Z][a-z]+)/.exec(credential)?.[1] ?? credential;
	const mixed = [...new Set(packages.values())].filter((name) => {
		const types = nodes
			.filter((node) => packages.get(node.name) === name)
			.flatMap(({ credentials }) => (credentials ?? []).map(({ name: type }) => vendorOf(type)));
		return new Set(types).size !== 1;
	});
	expect(mixed).toEqual(['n8n-nodes-slipway-github-watch']);
});

// n8n's rule for what npm may call a community package.
it('gives each a name that n8n accepts', () => {
	expect([...packages.values()].filter((name) => !/^n8n-nodes-[a-z0-9-]+$/.test(name))).toEqual([]);
});
