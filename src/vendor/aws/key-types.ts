/**
 * Types of keys of KMS, and those among them that are copies in other regions, which have the id of the key that they are of.
 *
 * Terraform registry: each type's page; AWS KMS API Reference: "ReplicateKey".
 */
export const KEY_COPY_TYPES: readonly string[] = ["aws_kms_replica_key", "aws_kms_replica_external_key"];
export const KEY_TYPES: readonly string[] = ["aws_kms_key", "aws_kms_external_key", ...KEY_COPY_TYPES];
