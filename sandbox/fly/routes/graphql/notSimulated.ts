import { GraphQLError } from 'graphql';

/** Parts of a document that the sandbox's schema lacks: Fly's own may well have them. */
const lacking = /^(Cannot query field|Unknown (type|argument|directive|fragment type))|is not defined by type/;

/** What the schema does not know is refused in the sandbox's own name; other errors are those of any GraphQL server. */
export const inOwnName = (error: GraphQLError): GraphQLError =>
	lacking.test(error.message)
		? new GraphQLError(
				`The sandbox does not simulate this part of Fly's GraphQL API: ${error.message} Fly itself may well have it`,
				{ nodes: error.nodes, extensions: { code: 'NOT_SIMULATED' } },
			)
		: error;
