/** Fixed, obviously fake, and worth nothing anywhere else. */
export const APOLLO_KEY = 'service:candlefish:sandbox-apollo-key';
/** Of a user: sees every graph of the organization. */
export const APOLLO_USER_KEY = 'user:gh.sandbox:sandbox-apollo-user-key';

export const organization = { id: 'candlefish', name: 'Candlefish' } as const;

/** The schema of the gateway as it is live at first; the same text as services/gateway/schema.graphql of the monorepo. */
export { gatewaySchema } from '../kernel/gatewaySchema';

/** Published by the billing team, who deploy it themselves. */
export const billingSchema = `type Query {
  invoices: [Invoice!]!
}

type Invoice @key(fields: "id") {
  id: ID!
  totalCents: Int!
}
`;

export interface SeedVariant {
	readonly name: string;
	readonly url: string | null;
	readonly source: string | null;
}

export interface SeedGraph {
	readonly id: string;
	readonly title: string;
	readonly variants: readonly SeedVariant[];
}

export const seedGraphs: readonly SeedGraph[] = [
	{
		id: 'candlefish',
		title: 'Candlefish',
		variants: [
			{ name: 'production', url: 'https://graph.candlefish.example/graphql', source: null },
			{ name: 'public', url: null, source: 'production' },
			{ name: 'staging', url: null, source: null },
		],
	},
	{ id: 'paintbox', title: 'Paintbox', variants: [{ name: 'current', url: null, source: null }] },
];
