import type { ErrorHints } from '../../shared/operation/errors';

const key = 'In Apollo Studio, make a key under the graph\'s "API Keys" and paste it whole into the credential';

export const errorHints: ErrorHints = {
	words: [
		{
			pattern: /Partial schema with hash|hash .*(?:not found|has not been seen)/i,
			advice: 'Apollo no longer has that schema: publish it again from the repository, with Publish Subgraph',
		},
	],
	401: `Apollo refused the key. ${key}`,
	403: `The key may not do this. A graph's key needs the role Contributor or more for this variant (protected variants need Graph Admin). ${key}`,
	406: `What stands in the credential is no key of Apollo: it begins with service: or user:. ${key}`,
	422: 'Apollo refused the request: see its words above',
	429: 'The rate limit of the graph is used up (schema checks 3,000 a minute, publications 120). Run this again later',
};
