/** Organizations, people and tokens, as in the vendor's schema. */
export const accountTypes = /* GraphQL */ `
	input CreateLimitedAccessTokenInput {
		clientMutationId: String
		expiry: String
		name: String!
		optInThirdParties: [String!]
		optOutThirdParties: [String!]
		organizationId: ID!
		profile: String!
		profileParams: JSON
	}

	type CreateLimitedAccessTokenPayload {
		clientMutationId: String
		limitedAccessToken: LimitedAccessToken!
	}
	input DeleteLimitedAccessTokenInput {
		clientMutationId: String
		id: ID
		revokedBy: String
		token: String
	}
	type DeleteLimitedAccessTokenPayload {
		clientMutationId: String
		token: String
	}

	type LimitedAccessToken implements Node {
		expiresAt: ISO8601DateTime!
		id: ID!
		name: String!
		revokedAt: ISO8601DateTime
		token: String!
		tokenHeader: String
		user: User!
	}

	type LimitedAccessTokenConnection {
		nodes: [LimitedAccessToken]
		pageInfo: PageInfo!
		totalCount: Int!
	}
	type Macaroon implements Principal {
		email: String!
		id: ID
		name: String
		username: String
	}

	type Organization implements Node {
		addOnSsoLink: String
		apps(after: String, before: String, first: Int, last: Int): AppConnection!
		billable: Boolean!
		id: ID!
		internalNumericId: BigInt!
		limitedAccessTokens(after: String, before: String, first: Int, last: Int): LimitedAccessTokenConnection!
		members(after: String, before: String, first: Int, last: Int): OrganizationMembershipsConnection!
		name: String!
		paidPlan: Boolean!
		rawSlug: String!
		remoteBuilderApp: App
		remoteBuilderImage: String!
		slug: String!
		type: OrganizationType!
		viewerRole: String!
	}

	type OrganizationConnection {
		nodes: [Organization]
		pageInfo: PageInfo!
		totalCount: Int!
	}
	enum OrganizationMemberRole {
		ADMIN
		MEMBER
	}

	type OrganizationMembershipsConnection {
		edges: [OrganizationMembershipsEdge]
		nodes: [User]
		pageInfo: PageInfo!
		totalCount: Int!
	}

	type OrganizationMembershipsEdge {
		cursor: String!
		joinedAt: ISO8601DateTime!
		node: User
		role: OrganizationMemberRole!
	}

	enum OrganizationType {
		PERSONAL
		SHARED
	}
	interface Principal {
		email: String!
		id: ID
		name: String
		username: String
	}

	type User implements Node & Principal {
		email: String!
		enablePaidHobby: Boolean!
		id: ID!
		name: String
		username: String
	}
`;
