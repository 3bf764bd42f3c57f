package main

import (
	"context"
	"encoding/json"
	"fmt"
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

// aggregated lets the controller fill in ClusterRoles until nothing changes any more.
func aggregated(roles []*rbacv1.ClusterRole) ([]*rbacv1.ClusterRole, error) {
	client.store = clusterRoles.Informer().GetStore()
	all := []any{}
	for _, role := range roles {
		all = append(all, role)
	}
	if err := client.store.Replace(all, ""); err != nil {
		return nil, err
	}
	for client.changed = true; client.changed; {
		client.changed = false
		for _, role := range roles {
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
