package main

import (
	"context"
	"fmt"

	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	rbaclisters "k8s.io/client-go/listers/rbac/v1"
	"k8s.io/client-go/tools/cache"
	"k8s.io/kubernetes/pkg/registry/rbac/validation"
	"k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac"
)

// store is what an API server's authorizer reads from, behind the listers that it has there.
type store struct {
	roles               *rbac.RoleGetter
	roleBindings        *rbac.RoleBindingLister
	clusterRoles        *rbac.ClusterRoleGetter
	clusterRoleBindings *rbac.ClusterRoleBindingLister
}

func (c cluster) store() (store, error) {
	roles, err := indexed(c.Roles)
	if err != nil {
		return store{}, err
	}
	roleBindings, err := indexed(c.RoleBindings)
	if err != nil {
		return store{}, err
	}
	clusterRoles, err := indexed(c.ClusterRoles)
	if err != nil {
		return store{}, err
	}
	clusterRoleBindings, err := indexed(c.ClusterRoleBindings)
	return store{
		&rbac.RoleGetter{Lister: rbaclisters.NewRoleLister(roles)},
		&rbac.RoleBindingLister{Lister: rbaclisters.NewRoleBindingLister(roleBindings)},
		&rbac.ClusterRoleGetter{Lister: rbaclisters.NewClusterRoleLister(clusterRoles)},
		&rbac.ClusterRoleBindingLister{Lister: rbaclisters.NewClusterRoleBindingLister(clusterRoleBindings)},
	}, err
}

func indexed[T any](objects []T) (cache.Indexer, error) {
	by := cache.Indexers{cache.NamespaceIndex: cache.MetaNamespaceIndexFunc}
	all := cache.NewIndexer(cache.MetaNamespaceKeyFunc, by)
	for _, one := range objects {
		if err := all.Add(one); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (s store) resolver() validation.AuthorizationRuleResolver {
	return validation.NewDefaultRuleResolver(s.roles, s.roleBindings, s.clusterRoles, s.clusterRoleBindings)
}

// reasons are all that the authorizer can give for an allowed request.
func (s store) reasons(asked authorizer.Attributes) []string {
	reasons := []string{}
	visit := func(source fmt.Stringer, rule *rbacv1.PolicyRule, _ error) bool {
		if rule != nil && rbac.RuleAllows(asked, rule) {
			reasons = append(reasons, "RBAC: allowed by "+source.String())
		}
		return true
	}
	s.resolver().VisitRulesFor(context.Background(), asked.GetUser(), asked.GetNamespace(), visit)
	return reasons
}
