/**
 * The part of Fly's GraphQL schema that deployments use: releases, secrets and the app's lock. Types, arguments and
 * fields that are here are as in the vendor's schema (test/sandbox/fly/schema.test.ts compares them); what is not
 * here the sandbox does not know.
 */
export const flySchema = /* GraphQL */ `
schema { query: Queries mutation: Mutations }

scalar JSON
scalar ISO8601DateTime
scalar BigInt

interface Node { id: ID! }

interface Principal { email: String! id: ID name: String username: String }

type User implements Node & Principal { email: String! id: ID! name: String username: String }

type Organization implements Node {
  id: ID!
  internalNumericId: BigInt!
  name: String!
  rawSlug: String!
  slug: String!
}

enum AppState { DEPLOYED PENDING SUSPENDED }
enum PlatformVersionEnum { detached machines nomad }
enum DeploymentStrategy { BLUEGREEN CANARY IMMEDIATE ROLLING ROLLING_ONE SIMPLE }

type App implements Node {
  appUrl: String
  createdAt: ISO8601DateTime!
  currentLock: AppLock
  currentRelease: Release
  currentReleaseUnprocessed: ReleaseUnprocessed
  deployed: Boolean!
  hostname: String
  id: ID!
  image(ref: String!): Image
  internalNumericId: Int!
  name: String!
  network: String
  organization: Organization!
  platformVersion: PlatformVersionEnum
  release(id: ID, version: Int): Release
  releases(after: String, before: String, first: Int, last: Int): ReleaseConnection!
  releasesUnprocessed(after: String, before: String, first: Int, last: Int, status: String): ReleaseUnprocessedConnection!
  secrets: [Secret!]!
  state: AppState!
  status: String!
  version: Int!
}

type Image {
  absoluteRef: String!
  digest: String!
  id: ID!
  label: String!
  ref: String!
  registry: String!
  repository: String!
  tag: String
}

type AppConnection { nodes: [App] pageInfo: PageInfo! totalCount: Int! }

type AppLock { expiration: ISO8601DateTime! lockId: ID! }

type PageInfo {
  endCursor: String
  hasNextPage: Boolean!
  hasPreviousPage: Boolean!
  startCursor: String
}

type Release implements Node {
  createdAt: ISO8601DateTime!
  deploymentStrategy: DeploymentStrategy!
  description: String!
  evaluationId: String
  id: ID!
  imageRef: String
  inProgress: Boolean!
  metadata: JSON
  reason: String!
  revertedTo: Int
  stable: Boolean!
  status: String!
  updatedAt: ISO8601DateTime!
  user: User
  version: Int!
}

type ReleaseConnection { nodes: [Release] pageInfo: PageInfo! totalCount: Int! }

type ReleaseUnprocessed implements Node {
  configDefinition: JSON
  createdAt: ISO8601DateTime!
  deploymentStrategy: DeploymentStrategy!
  description: String!
  evaluationId: String
  id: ID!
  imageRef: String
  inProgress: Boolean!
  reason: String!
  revertedTo: Int
  stable: Boolean!
  status: String!
  updatedAt: ISO8601DateTime!
  user: User
  version: Int!
}

type ReleaseUnprocessedConnection { nodes: [ReleaseUnprocessed] pageInfo: PageInfo! totalCount: Int! }

type Secret implements Node {
  createdAt: ISO8601DateTime!
  digest: String!
  id: ID!
  name: String!
  user: User
}

input CreateReleaseInput {
  appId: ID!
  buildId: ID
  clientMutationId: String
  definition: JSON!
  image: String!
  platformVersion: String!
  strategy: DeploymentStrategy!
}
type CreateReleasePayload { app: App! clientMutationId: String release: Release }

input UpdateReleaseInput { clientMutationId: String metadata: JSON releaseId: ID! status: String }
type UpdateReleasePayload { clientMutationId: String release: Release! }

input SecretInput { key: String! value: String! }
input SetSecretsInput {
  appId: ID!
  clientMutationId: String
  replaceAll: Boolean
  secrets: [SecretInput!]!
}
type SetSecretsPayload { app: App! clientMutationId: String release: Release }

input UnsetSecretsInput { appId: ID! clientMutationId: String keys: [String!]! }
type UnsetSecretsPayload { app: App! clientMutationId: String release: Release }

input LockAppInput { appId: ID! clientMutationId: String }
type LockAppPayload { clientMutationId: String expiration: ISO8601DateTime lockId: ID }

input UnlockAppInput { appId: ID! clientMutationId: String lockId: ID! }
type UnlockAppPayload { app: App! clientMutationId: String }

type Queries {
  app(id: String, internalId: String, key: String, name: String): App
  apps(
    active: Boolean
    after: String
    before: String
    first: Int
    ids: [String!]
    last: Int
    organizationId: ID
    platform: String
    role: String
    type: String
  ): AppConnection!
  currentUser: User!
  organization(id: ID, name: String, slug: String): Organization
  viewer: Principal!
}

type Mutations {
  createRelease(input: CreateReleaseInput!): CreateReleasePayload
  lockApp(input: LockAppInput!): LockAppPayload
  setSecrets(input: SetSecretsInput!): SetSecretsPayload
  unlockApp(input: UnlockAppInput!): UnlockAppPayload
  unsetSecrets(input: UnsetSecretsInput!): UnsetSecretsPayload
  updateRelease(input: UpdateReleaseInput!): UpdateReleasePayload
}
`;
