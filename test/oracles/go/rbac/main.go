// Command rbac answers with Kubernetes' own RBAC: its authorizer, its rules against escalation, its controller that
// aggregates ClusterRoles, and the objects that every API server creates when it starts.
package main

import (
	"context"
	"encoding/json"
	"sort"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/kubernetes/pkg/registry/rbac/validation"
	"k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac"
	"k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac/bootstrappolicy"

	"cdktf-trust-mesh/oracles/internal/lines"
)

type who struct {
	Name   string   `json:"name"`
	Groups []string `json:"groups"`
}

// cluster is all RBAC objects of a cluster beside its own, in Kubernetes' JSON.
type cluster struct {
	Roles               []*rbacv1.Role               `json:"roles"`
	ClusterRoles        []*rbacv1.ClusterRole        `json:"clusterRoles"`
	RoleBindings        []*rbacv1.RoleBinding        `json:"roleBindings"`
	ClusterRoleBindings []*rbacv1.ClusterRoleBinding `json:"clusterRoleBindings"`
}

type request struct {
	Verb        string `json:"verb"`
	Group       string `json:"group"`
	Resource    string `json:"resource"`
	Subresource string `json:"subresource"`
	Namespace   string `json:"namespace"`
	Name        string `json:"name"`
	Path        string `json:"path"`
}

func (r request) attributes(by user.Info) authorizer.Attributes {
	return authorizer.AttributesRecord{
		User:            by,
		Verb:            r.Verb,
		APIGroup:        r.Group,
		APIVersion:      "*",
		Resource:        r.Resource,
		Subresource:     r.Subresource,
		Namespace:       r.Namespace,
		Name:            r.Name,
		Path:            r.Path,
		ResourceRequest: r.Path == "",
	}
}

type decision struct {
	Allowed bool   `json:"allowed"`
	Reason  string `json:"reason"`
	// Others are the reasons that the authorizer could have given as well: it takes the first binding that it finds, and
	// an API server finds them in no particular order.
	Others []string `json:"others,omitempty"`
}

// decide authorizes requests of one user in one cluster.
func decide(question []byte) (any, error) {
	var asked struct {
		Cluster  cluster   `json:"cluster"`
		User     who       `json:"user"`
		Requests []request `json:"requests"`
	}
	if err := json.Unmarshal(question, &asked); err != nil {
		return nil, err
	}
	all, err := asked.Cluster.complete()
	if err != nil {
		return nil, err
	}
	store, err := all.store()
	if err != nil {
		return nil, err
	}
	decider := rbac.New(store.roles, store.roleBindings, store.clusterRoles, store.clusterRoleBindings)
	by := &user.DefaultInfo{Name: asked.User.Name, Groups: asked.User.Groups}
	decisions := []decision{}
	for _, one := range asked.Requests {
		verdict, reason, err := decider.Authorize(context.Background(), one.attributes(by))
		if err != nil {
			return nil, err
		}
		decisions = append(decisions, decision{verdict == authorizer.DecisionAllow, reason, store.reasons(one.attributes(by))})
	}
	return decisions, nil
}

// escalates tells why a user may not give somebody these rules in a namespace; nothing where the user holds them all.
func escalates(question []byte) (any, error) {
	var asked struct {
		Cluster   cluster             `json:"cluster"`
		User      who                 `json:"user"`
		Namespace string              `json:"namespace"`
		Rules     []rbacv1.PolicyRule `json:"rules"`
	}
	if err := json.Unmarshal(question, &asked); err != nil {
		return nil, err
	}
	all, err := asked.Cluster.complete()
	if err != nil {
		return nil, err
	}
	store, err := all.store()
	if err != nil {
		return nil, err
	}
	by := &user.DefaultInfo{Name: asked.User.Name, Groups: asked.User.Groups}
	ctx := genericapirequest.WithNamespace(genericapirequest.WithUser(context.Background(), by), asked.Namespace)
	if err := validation.ConfirmNoEscalation(ctx, store.resolver(), asked.Rules); err != nil {
		return decision{Reason: err.Error()}, nil
	}
	return decision{Allowed: true}, nil
}

// complete adds what the API server creates when it starts, and fills in aggregated ClusterRoles.
func (c cluster) complete() (cluster, error) {
	own := map[string]bool{}
	for _, role := range c.ClusterRoles {
		own[role.Name] = true
	}
	given := bootstrap()
	for _, role := range given.ClusterRoles {
		if !own[role.Name] {
			c.ClusterRoles = append(c.ClusterRoles, role.DeepCopy())
		}
	}
	c.ClusterRoleBindings = append(c.ClusterRoleBindings, given.ClusterRoleBindings...)
	c.Roles = append(c.Roles, given.Roles...)
	c.RoleBindings = append(c.RoleBindings, given.RoleBindings...)
	var err error
	c.ClusterRoles, err = aggregated(c.ClusterRoles)
	return c, err
}

func bootstrap() (all cluster) {
	for _, role := range append(bootstrappolicy.ClusterRoles(), bootstrappolicy.ControllerRoles()...) {
		all.ClusterRoles = append(all.ClusterRoles, role.DeepCopy())
	}
	for _, binding := range append(bootstrappolicy.ClusterRoleBindings(), bootstrappolicy.ControllerRoleBindings()...) {
		all.ClusterRoleBindings = append(all.ClusterRoleBindings, binding.DeepCopy())
	}
	for namespace, roles := range bootstrappolicy.NamespaceRoles() {
		for _, role := range roles {
			role.Namespace = namespace
			all.Roles = append(all.Roles, role.DeepCopy())
		}
	}
	for namespace, bindings := range bootstrappolicy.NamespaceRoleBindings() {
		for _, binding := range bindings {
			binding.Namespace = namespace
			all.RoleBindings = append(all.RoleBindings, binding.DeepCopy())
		}
	}
	sort.Slice(all.Roles, func(i, j int) bool { return before(all.Roles[i], all.Roles[j]) })
	sort.Slice(all.RoleBindings, func(i, j int) bool { return before(all.RoleBindings[i], all.RoleBindings[j]) })
	return all
}

// before orders by name, then by namespace: two namespaces have a role of one name.
func before(one, other metav1.Object) bool {
	if one.GetName() != other.GetName() {
		return one.GetName() < other.GetName()
	}
	return one.GetNamespace() < other.GetNamespace()
}

func main() {
	lines.Serve(map[string]func([]byte) (any, error){
		"decide":    decide,
		"escalates": escalates,
		"bootstrap": func([]byte) (any, error) { return (cluster{}).complete() },
	})
}
