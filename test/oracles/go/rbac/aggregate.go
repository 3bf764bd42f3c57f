package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	_ "unsafe" // for the method below

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	rbacv1ac "k8s.io/client-go/applyconfigurations/rbac/v1"
	"k8s.io/client-go/informers"
	rbacclient "k8s.io/client-go/kubernetes/typed/rbac/v1"
	"k8s.io/client-go/tools/cache"
	"k8s.io/kubernetes/pkg/controller/clusterroleaggregation"
)

// syncClusterRole is one round of the controller for one ClusterRole. The controller itself runs it from a queue, which no
// caller can wait for.
//
//go:linkname syncClusterRole k8s.io/kubernetes/pkg/controller/clusterroleaggregation.(*ClusterRoleAggregationController).syncClusterRole
func syncClusterRole(c *clusterroleaggregation.ClusterRoleAggregationController, ctx context.Context, name string) error

// applied is a client that keeps what the controller applies in the controller's own store.
type applied struct {
	rbacclient.ClusterRoleInterface
	store   cache.Store
	changed bool
}

func (a *applied) ClusterRoles() rbacclient.ClusterRoleInterface { return a }

func (a *applied) Apply(_ context.Context, wanted *rbacv1ac.ClusterRoleApplyConfiguration, _ metav1.ApplyOptions) (*rbacv1.ClusterRole, error) {
	found, exists, err := a.store.GetByKey(*wanted.Name)
	if err != nil || !exists {
		return nil, fmt.Errorf("no ClusterRole %q: %v", *wanted.Name, err)
	}
	text, err := json.Marshal(wanted.Rules)
	if err != nil {
		return nil, err
	}
	role := found.(*rbacv1.ClusterRole).DeepCopy()
	role.Rules = nil
	if err := json.Unmarshal(text, &role.Rules); err != nil {
		return nil, err
	}
	a.changed = true
	return role, a.store.Update(role)
}

var (
	clusterRoles = informers.NewSharedInformerFactory(nil, 0).Rbac().V1().ClusterRoles()
	client       = &applied{}
	controller   = clusterroleaggregation.NewClusterRoleAggregation(clusterRoles, client)
)

// unsettled is the answer where the controller does not come to one end: roles that aggregate each other hand their own
// rules around, and what is left of them depends on which one the controller takes up first.
const unsettled = "unsettled"

// aggregated lets the controller fill in ClusterRoles until nothing changes any more.
func aggregated(roles []*rbacv1.ClusterRole) ([]*rbacv1.ClusterRole, error) {
	forward, err := settled(roles, roles)
	if err != nil {
		return nil, err
	}
	reversed := slices.Clone(roles)
	slices.Reverse(reversed)
	backward, err := settled(roles, reversed)
	if err != nil {
		return nil, err
	}
	for i := range forward {
		if !sameRules(forward[i].Rules, backward[i].Rules) {
			return nil, errors.New(unsettled)
		}
	}
	return forward, nil
}

// settled runs the controller over roles in one order, and gives them as they are in the end.
func settled(roles, order []*rbacv1.ClusterRole) ([]*rbacv1.ClusterRole, error) {
	client.store = clusterRoles.Informer().GetStore()
	all := []any{}
	for _, role := range roles {
		all = append(all, role)
	}
	if err := client.store.Replace(all, ""); err != nil {
		return nil, err
	}
	client.changed = true
	for round := 0; client.changed; round++ {
		if round > len(roles) {
			return nil, errors.New(unsettled)
		}
		client.changed = false
		for _, role := range order {
			if err := syncClusterRole(controller, context.Background(), role.Name); err != nil {
				return nil, err
			}
		}
	}
	filled := []*rbacv1.ClusterRole{}
	for _, role := range roles {
		found, _, err := client.store.GetByKey(role.Name)
		if err != nil {
			return nil, err
		}
		filled = append(filled, found.(*rbacv1.ClusterRole))
	}
	return filled, nil
}

// sameRules compares without regard to order.
func sameRules(a, b []rbacv1.PolicyRule) bool {
	texts := func(rules []rbacv1.PolicyRule) []string {
		all := []string{}
		for _, rule := range rules {
			all = append(all, rule.String())
		}
		slices.Sort(all)
		return slices.Compact(all)
	}
	return slices.Equal(texts(a), texts(b))
}
